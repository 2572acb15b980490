CREATE TABLE t (
    c0 VARCHAR(1), 
    CHECK (c0 IN ('a', 'b'))
);

