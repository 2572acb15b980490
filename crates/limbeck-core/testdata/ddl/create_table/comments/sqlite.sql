CREATE TABLE t (
    id INTEGER, 
    e INTEGER
);

