CREATE TABLE t (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    a INTEGER, 
    b INTEGER, 
    c INTEGER CONSTRAINT ck_t_inline CHECK (c > 0), 
    d BOOL, 
    CONSTRAINT pk_t PRIMARY KEY (id), 
    CONSTRAINT uq_t_a_b UNIQUE (a, b), 
    CONSTRAINT mine UNIQUE (b), 
    CONSTRAINT ck_t_positive CHECK (a > 0), 
    CONSTRAINT final CHECK (a > 0), 
    CONSTRAINT uq_t_a UNIQUE (a), 
    CONSTRAINT fk_t_a_p FOREIGN KEY(a) REFERENCES p (id), 
    CONSTRAINT ck_t_bool CHECK (d IN (0, 1))
);

CREATE INDEX ix_t_b ON t (b);

