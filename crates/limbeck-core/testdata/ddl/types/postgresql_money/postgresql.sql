CREATE TABLE t (
    c0 MONEY
);

