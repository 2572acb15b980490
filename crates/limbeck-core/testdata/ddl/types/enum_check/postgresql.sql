CREATE TYPE e AS ENUM ('a', 'b');

CREATE TABLE t (
    c0 e, 
    c1 VARCHAR(1), 
    CONSTRAINT f CHECK (c1 IN ('a', 'b'))
);

