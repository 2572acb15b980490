CREATE TABLE t (
    `lower` INTEGER, 
    UPPER INTEGER
);

