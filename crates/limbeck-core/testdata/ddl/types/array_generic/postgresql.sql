CREATE TABLE t (
    c0 TEXT[]
);

