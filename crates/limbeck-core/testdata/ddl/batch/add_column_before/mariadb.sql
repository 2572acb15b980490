CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    n INTEGER, 
    a VARCHAR(50) NOT NULL, 
    b INTEGER DEFAULT '5', 
    p INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_p FOREIGN KEY(p) REFERENCES p (id), 
    CONSTRAINT uq_a UNIQUE (a), 
    CONSTRAINT ck_b CHECK (b > 0)
);

INSERT INTO _alembic_tmp_t (id, a, b, p) SELECT t.id, t.a, t.b, t.p 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_b ON t (b);

