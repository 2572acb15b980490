CREATE TABLE t (
    c0 NUMERIC(10, 2), 
    c1 FLOAT, 
    c2 FLOAT
);

