CREATE TABLE t (
    c0 JSON, 
    c1 TEXT, 
    c2 DATETIME
);

