CREATE TYPE e AS ENUM ('a', 'b');

CREATE TABLE _alembic_tmp_t (
    id SERIAL NOT NULL, 
    x BOOLEAN, 
    y e, 
    n INTEGER, 
    PRIMARY KEY (id)
);

INSERT INTO _alembic_tmp_t (id, x, y) SELECT t.id, t.x, t.y 
FROM t;

DROP TABLE t;

ALTER TABLE _alembic_tmp_t RENAME TO t;

