CREATE TABLE t (
    a INTEGER, 
    CONSTRAINT fk_a FOREIGN KEY(a) REFERENCES other.p (id)
);

