CREATE TABLE t (
    c0 BYTEA
);

