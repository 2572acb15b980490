CREATE TABLE t (
    a INTEGER, 
    b INTEGER, 
    CONSTRAINT u UNIQUE (a), 
    CHECK (a > 0)
);

