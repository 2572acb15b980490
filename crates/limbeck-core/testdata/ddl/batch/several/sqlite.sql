CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL, 
    name TEXT NOT NULL, 
    b INTEGER DEFAULT '5', 
    p INTEGER, 
    n INTEGER DEFAULT '0' NOT NULL, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_p FOREIGN KEY(p) REFERENCES p (id), 
    CONSTRAINT ck_b CHECK (b > 0), 
    CONSTRAINT uq_n UNIQUE (n)
);

INSERT INTO _alembic_tmp_t (id, name, b, p) SELECT t.id, t.a, t.b, t.p 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE INDEX ix_b ON t (b);

CREATE INDEX ix_n ON t (n);

