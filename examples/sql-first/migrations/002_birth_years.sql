-- birth years
--
-- revision: 002
-- down_revision: 001

-- upgrade
ALTER TABLE authors ADD COLUMN born INTEGER;

-- downgrade
CREATE TABLE _alembic_tmp_authors (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT ck_authors_name CHECK (name <> '')
);

INSERT INTO _alembic_tmp_authors (id, name) SELECT authors.id, authors.name 
FROM authors;

DROP TABLE authors;

ALTER TABLE _alembic_tmp_authors RENAME TO authors;
