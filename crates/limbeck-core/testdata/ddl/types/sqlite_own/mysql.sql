CREATE TABLE t (
    c0 JSON, 
    c1 DATETIME, 
    c2 VARCHAR(3)
);

