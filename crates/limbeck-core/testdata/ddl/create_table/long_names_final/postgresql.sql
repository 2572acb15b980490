CREATE TABLE t (
    id INTEGER, 
    CONSTRAINT uq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_3b98 UNIQUE (id)
);

