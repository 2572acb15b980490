-- create authors and books
--
-- revision: 001
-- down_revision:

-- upgrade
CREATE TABLE authors (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT ck_authors_name CHECK (name <> '')
);

CREATE TABLE books (
	id INTEGER NOT NULL, 
	author_id INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	added TIMESTAMP DEFAULT (CURRENT_TIMESTAMP) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(author_id) REFERENCES authors (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ix_books_author_title ON books (author_id, title);

-- downgrade
DROP INDEX ix_books_author_title;

DROP TABLE books;

DROP TABLE authors;
