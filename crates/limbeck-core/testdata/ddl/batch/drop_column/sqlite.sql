CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL, 
    a VARCHAR(50) NOT NULL, 
    p INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_p FOREIGN KEY(p) REFERENCES p (id), 
    CONSTRAINT uq_a UNIQUE (a)
);

INSERT INTO _alembic_tmp_t (id, a, p) SELECT t.id, t.a, t.p 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

