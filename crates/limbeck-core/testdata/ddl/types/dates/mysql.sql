CREATE TABLE t (
    c0 DATE, 
    c1 DATETIME, 
    c2 DATETIME, 
    c3 TIME, 
    c4 TIME, 
    c5 DATETIME, 
    c6 DATETIME, 
    c7 DATETIME, 
    c8 TIMESTAMP NULL, 
    c9 TIMESTAMP NULL, 
    c10 DATETIME, 
    c11 DATE, 
    c12 TIME
);

