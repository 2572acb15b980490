CREATE TABLE s.t (
    a INTEGER, 
    b INTEGER
);

CREATE INDEX s.ix_s_t_a ON t (a);

CREATE UNIQUE INDEX s.ix_s_t_a ON t (a, b);

