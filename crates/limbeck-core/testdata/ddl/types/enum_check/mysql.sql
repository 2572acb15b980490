CREATE TABLE t (
    c0 ENUM('a','b'), 
    c1 VARCHAR(1), 
    CONSTRAINT f CHECK (c1 IN ('a', 'b'))
);

