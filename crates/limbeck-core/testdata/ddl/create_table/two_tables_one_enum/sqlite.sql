CREATE TABLE t (
    m VARCHAR(1)
);

CREATE TABLE u (
    m VARCHAR(1)
);

CREATE TABLE v (
    m VARCHAR(1)
);

