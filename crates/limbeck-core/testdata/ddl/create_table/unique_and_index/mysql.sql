CREATE TABLE t (
    a INTEGER, 
    b INTEGER, 
    c INTEGER, 
    UNIQUE (a)
);

CREATE INDEX ix_t_b ON t (b);

CREATE UNIQUE INDEX ix_t_c ON t (c);

