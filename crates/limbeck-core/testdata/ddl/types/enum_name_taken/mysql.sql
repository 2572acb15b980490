CREATE TABLE t (
    c0 ENUM('a')
);

