ALTER TABLE t DROP CONSTRAINT fk_p;

ALTER TABLE t DROP CONSTRAINT uq_a;

ALTER TABLE t DROP CONSTRAINT ck_b;

CREATE TABLE _alembic_tmp_t (
    id SERIAL NOT NULL, 
    p INTEGER, 
    n INTEGER, 
    a VARCHAR(50) NOT NULL, 
    b INTEGER DEFAULT '5', 
    PRIMARY KEY (id), 
    CONSTRAINT fk_p FOREIGN KEY(p) REFERENCES p (id), 
    CONSTRAINT uq_a UNIQUE (a), 
    CONSTRAINT ck_b CHECK (b > 0)
);

INSERT INTO _alembic_tmp_t (id, p, a, b) SELECT t.id, t.p, t.a, t.b 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_b ON t (b);

