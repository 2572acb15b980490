CREATE TYPE e AS ENUM ('a', 'b');

CREATE TABLE t (
    c0 e[]
);

