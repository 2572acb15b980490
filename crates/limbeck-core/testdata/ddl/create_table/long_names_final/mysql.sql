CREATE TABLE t (
    id INTEGER, 
    CONSTRAINT uq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_3b98 UNIQUE (id)
);

