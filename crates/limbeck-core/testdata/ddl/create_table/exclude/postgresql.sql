CREATE TABLE t (
    a INTEGER, 
    b INTEGER, 
    CONSTRAINT ex EXCLUDE USING gist (a WITH =, b WITH &&) WHERE (a > 0)
);

