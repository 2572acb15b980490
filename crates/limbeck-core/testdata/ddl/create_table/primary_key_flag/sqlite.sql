CREATE TABLE t (
    id INTEGER NOT NULL, 
    x TEXT, 
    PRIMARY KEY (id)
);

