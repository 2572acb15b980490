CREATE TABLE t (
    c0 INTEGER, 
    c1 SMALLINT, 
    c2 BIGINT, 
    c3 NUMERIC, 
    c4 NUMERIC(10), 
    c5 NUMERIC(10, 2), 
    c6 FLOAT, 
    c7 FLOAT, 
    c8 DOUBLE, 
    c9 DOUBLE, 
    c10 DECIMAL(5, 1), 
    c11 REAL, 
    c12 DOUBLE PRECISION, 
    c13 FLOAT, 
    c14 INTEGER, 
    c15 BIGINT, 
    c16 SMALLINT
);

