CREATE TABLE t (
    c0 INTEGER[]
);

