CREATE TABLE t (
    c0 NUMERIC(10, 2), 
    c1 FLOAT(10), 
    c2 FLOAT(53)
);

