CREATE TABLE t (
    c0 BOOLEAN, 
    c1 BLOB, 
    c2 BLOB, 
    c3 JSON, 
    c4 CHAR(32), 
    c5 CHAR(32), 
    c6 UUID, 
    c7 BLOB, 
    c8 BINARY(3), 
    c9 VARBINARY(3), 
    c10 BOOLEAN
);

