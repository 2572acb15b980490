CREATE TABLE t (
    c0 BOOL, 
    c1 BOOL, 
    CHECK (c0 IN (0, 1)), 
    CONSTRAINT ck_b CHECK (c1 IN (0, 1))
);

