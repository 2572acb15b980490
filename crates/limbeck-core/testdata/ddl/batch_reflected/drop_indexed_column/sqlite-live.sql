CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL, 
    a VARCHAR(50) DEFAULT 'x' NOT NULL, 
    c DATETIME DEFAULT (CURRENT_TIMESTAMP), 
    p_id INTEGER, 
    "Order" BOOLEAN, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_a UNIQUE (a), 
    FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE
);

INSERT INTO _alembic_tmp_t (id, a, c, p_id, "Order") SELECT t.id, t.a, t.c, t.p_id, t."Order" 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

