CREATE TABLE t (
    c0 BOOLEAN, 
    c1 BYTEA, 
    c2 BYTEA, 
    c3 JSON, 
    c4 UUID, 
    c5 CHAR(32), 
    c6 UUID, 
    c7 BLOB, 
    c8 BINARY(3), 
    c9 VARBINARY(3), 
    c10 BOOLEAN
);

