CREATE TABLE t (
    c0 SET('a','b')
);

