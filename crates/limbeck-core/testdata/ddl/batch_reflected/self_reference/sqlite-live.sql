CREATE TABLE _alembic_tmp_t (
    id INTEGER, 
    up INTEGER, 
    PRIMARY KEY (id), 
    FOREIGN KEY(up) REFERENCES t (id)
);

INSERT INTO _alembic_tmp_t (id, up) SELECT t.id, t.up 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

