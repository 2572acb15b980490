CREATE TABLE t (
    id CHAR(32) NOT NULL DEFAULT (gen_random_uuid()), 
    PRIMARY KEY (id)
);

