CREATE TABLE t (
    c0 OID
);

