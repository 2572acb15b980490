CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL, 
    a VARCHAR(50) NOT NULL, 
    b INTEGER DEFAULT '5', 
    p INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_p FOREIGN KEY(p) REFERENCES p (id), 
    CONSTRAINT uq_a UNIQUE (a), 
    CONSTRAINT ck_b CHECK (b > 0), 
    CONSTRAINT uq_b UNIQUE (b)
);

INSERT INTO _alembic_tmp_t (id, a, b, p) SELECT t.id, t.a, t.b, t.p 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_b ON t (b);

