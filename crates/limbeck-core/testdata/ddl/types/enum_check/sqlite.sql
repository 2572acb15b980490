CREATE TABLE t (
    c0 VARCHAR(1), 
    c1 VARCHAR(1), 
    CONSTRAINT e CHECK (c0 IN ('a', 'b')), 
    CONSTRAINT f CHECK (c1 IN ('a', 'b'))
);

