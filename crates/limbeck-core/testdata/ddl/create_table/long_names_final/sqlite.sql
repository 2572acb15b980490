CREATE TABLE t (
    id INTEGER, 
    CONSTRAINT uq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa UNIQUE (id)
);

