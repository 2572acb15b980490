CREATE TABLE t (
    id UUID NOT NULL DEFAULT (gen_random_uuid()), 
    PRIMARY KEY (id)
);

