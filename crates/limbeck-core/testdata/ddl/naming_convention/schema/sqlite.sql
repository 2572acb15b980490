CREATE TABLE s.t (
    a INTEGER NOT NULL, 
    CONSTRAINT pk_t PRIMARY KEY (a)
);

CREATE INDEX s.ix_s_t_a ON t (a);

