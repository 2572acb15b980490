CREATE TABLE t (
    c0 BOOLEAN, 
    c1 BOOLEAN, 
    CHECK (c0 IN (0, 1)), 
    CONSTRAINT ck_b CHECK (c1 IN (0, 1))
);

