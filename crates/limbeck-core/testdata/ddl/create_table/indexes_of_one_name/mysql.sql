CREATE TABLE s.t (
    a INTEGER, 
    b INTEGER
);

CREATE INDEX ix_s_t_a ON s.t (a);

CREATE UNIQUE INDEX ix_s_t_a ON s.t (a, b);

