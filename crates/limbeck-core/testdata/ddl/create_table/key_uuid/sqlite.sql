CREATE TABLE t (
    id CHAR(32) DEFAULT (gen_random_uuid()) NOT NULL, 
    PRIMARY KEY (id)
);

