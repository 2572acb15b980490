CREATE TYPE e AS ENUM ('a', 'b''c');

CREATE TABLE t (
    c0 e
);

