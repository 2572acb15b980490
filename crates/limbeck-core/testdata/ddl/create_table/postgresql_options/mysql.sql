CREATE TABLE t (
    id INTEGER
);

