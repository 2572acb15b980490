CREATE TYPE e AS ENUM ('a%%');

CREATE TABLE t (
    "b%%" VARCHAR(9) DEFAULT '10%%', 
    c VARCHAR(9) DEFAULT '5%%' CHECK (c LIKE 'a%%'), 
    d e
);

COMMENT ON COLUMN t."b%%" IS '50%%';

