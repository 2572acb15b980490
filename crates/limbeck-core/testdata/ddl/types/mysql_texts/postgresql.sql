CREATE TABLE t (
    c0 VARCHAR(5), 
    c1 TEXT COLLATE utf8mb4_bin, 
    c2 CHAR(5), 
    c3 VARCHAR(5), 
    c4 TEXT(5)
);

