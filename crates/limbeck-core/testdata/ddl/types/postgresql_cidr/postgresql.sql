CREATE TABLE t (
    c0 CIDR
);

