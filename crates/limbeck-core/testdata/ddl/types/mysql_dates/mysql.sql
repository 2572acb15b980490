CREATE TABLE t (
    c0 DATETIME(6), 
    c1 TIMESTAMP(2) NULL, 
    c2 TIME(3)
);

