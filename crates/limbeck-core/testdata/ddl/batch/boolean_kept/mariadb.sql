CREATE TABLE _alembic_tmp_t (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    x BOOL, 
    y ENUM('a','b'), 
    n INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT ck_x CHECK (x IN (0, 1))
);

INSERT INTO _alembic_tmp_t (id, x, y) SELECT t.id, t.x, t.y 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

