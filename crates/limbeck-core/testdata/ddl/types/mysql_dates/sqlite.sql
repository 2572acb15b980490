CREATE TABLE t (
    c0 DATETIME, 
    c1 TIMESTAMP, 
    c2 TIME
);

