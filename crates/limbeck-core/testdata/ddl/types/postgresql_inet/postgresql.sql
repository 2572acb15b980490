CREATE TABLE t (
    c0 INET
);

