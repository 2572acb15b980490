CREATE TYPE s."E" AS ENUM ('a');

CREATE TABLE t (
    c0 s."E"
);

