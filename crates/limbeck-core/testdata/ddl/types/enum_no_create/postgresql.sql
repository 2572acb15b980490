CREATE TABLE t (
    c0 e
);

