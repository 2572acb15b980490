CREATE TABLE t (
    c0 YEAR
);

