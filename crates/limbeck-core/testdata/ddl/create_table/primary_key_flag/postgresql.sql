CREATE TABLE t (
    id SERIAL NOT NULL, 
    x TEXT, 
    PRIMARY KEY (id)
);

