CREATE TABLE t (
    id UUID DEFAULT gen_random_uuid() NOT NULL, 
    PRIMARY KEY (id)
);

