CREATE TABLE t (
    c0 VARCHAR(10), 
    c1 TEXT, 
    c2 VARCHAR(5), 
    c3 TEXT, 
    c4 CHAR(3), 
    c5 VARCHAR(7), 
    c6 NATIONAL CHAR(3), 
    c7 NATIONAL VARCHAR(3), 
    c8 CLOB, 
    c9 VARCHAR(5) COLLATE C, 
    c10 TEXT COLLATE de_DE
);

