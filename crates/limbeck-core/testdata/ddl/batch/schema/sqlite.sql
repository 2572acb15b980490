CREATE TABLE s._alembic_tmp_t (
    id INTEGER NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO s._alembic_tmp_t (id) SELECT s.t.id 
FROM s.t;

DROP TABLE s.t;

ALTER TABLE s._alembic_tmp_t RENAME TO t;

CREATE INDEX s.ix_id ON t (id);

