CREATE TABLE t (
    c0 BIT(3)
);

