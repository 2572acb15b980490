CREATE TABLE t (
    c0 VARCHAR(3), 
    c1 VARCHAR(20)
);

