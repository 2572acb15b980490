CREATE TABLE t (
    id SERIAL NOT NULL, 
    a INTEGER NOT NULL, 
    b INTEGER, 
    PRIMARY KEY (id), 
    UNIQUE (a, b), 
    CHECK (a > 0), 
    UNIQUE (b)
);

