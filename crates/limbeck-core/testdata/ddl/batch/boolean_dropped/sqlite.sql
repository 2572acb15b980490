CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL, 
    x INTEGER, 
    PRIMARY KEY (id)
);

INSERT INTO _alembic_tmp_t (id, x) SELECT t.id, CAST(t.x AS INTEGER) AS x 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

