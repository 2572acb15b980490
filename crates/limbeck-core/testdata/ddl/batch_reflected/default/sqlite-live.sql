CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL, 
    a VARCHAR(50) DEFAULT 'x' NOT NULL, 
    b INTEGER DEFAULT 7, 
    c DATETIME DEFAULT (CURRENT_TIMESTAMP), 
    p_id INTEGER, 
    "Order" BOOLEAN, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_a UNIQUE (a), 
    CONSTRAINT ck_b CHECK (b > 0), 
    FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE
);

INSERT INTO _alembic_tmp_t (id, a, b, c, p_id, "Order") SELECT t.id, t.a, t.b, t.c, t.p_id, t."Order" 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

CREATE UNIQUE INDEX ix_t_ab ON t (a, b);

CREATE INDEX ix_t_b ON t (b);

