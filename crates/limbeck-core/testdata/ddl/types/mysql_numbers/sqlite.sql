CREATE TABLE t (
    c0 INTEGER, 
    c1 INTEGER, 
    c2 BIGINT, 
    c3 DECIMAL(10, 2), 
    c4 FLOAT, 
    c5 DOUBLE, 
    c6 DOUBLE, 
    c7 REAL, 
    c8 SMALLINT
);

