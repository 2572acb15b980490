CREATE TABLE t (
    a INTEGER, 
    b INTEGER CHECK (b > 0), 
    c INTEGER NOT NULL CONSTRAINT ck_c CHECK (c > 0), 
    CHECK (a > 0), 
    CONSTRAINT ck_ab CHECK (a > b), 
    CONSTRAINT ck_expr CHECK (a > 5), 
    CONSTRAINT ck_in CHECK (a IN (1, 2))
);

