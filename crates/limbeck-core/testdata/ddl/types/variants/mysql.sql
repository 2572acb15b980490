CREATE TABLE t (
    c0 JSON, 
    c1 LONGTEXT, 
    c2 DATETIME(6)
);

