CREATE TABLE t (
    c0 INET4, 
    c1 INET6
);

