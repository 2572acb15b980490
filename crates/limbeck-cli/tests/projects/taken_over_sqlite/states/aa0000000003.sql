-- As Alembic 1.20.1 left the database at aa0000000003.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES('aa0000000003');
CREATE TABLE "writer" (
	id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	born DATE, 
	CONSTRAINT pk_author PRIMARY KEY (id), 
	CONSTRAINT uq_author_name UNIQUE (name), 
	CONSTRAINT ck_author_name CHECK (length(name) > 1)
);
INSERT INTO writer VALUES(1,'Ada','1815-12-10');
INSERT INTO writer VALUES(2,'Zoë',NULL);
CREATE TABLE "book" (
	id INTEGER NOT NULL, 
	author_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	kind VARCHAR(5), 
	price NUMERIC(8, 2) DEFAULT '0' NOT NULL, 
	pages INTEGER NOT NULL, 
	CONSTRAINT pk_book PRIMARY KEY (id), 
	CONSTRAINT fk_book_author FOREIGN KEY(author_id) REFERENCES "writer" (id) ON DELETE CASCADE
);
INSERT INTO book VALUES(1,1,'It''s notes','essay',10.499999999999999999,100);
INSERT INTO book VALUES(2,2,'50% off: a novel','novel',3,200);
CREATE TABLE tag (
	book_id INTEGER NOT NULL, 
	word VARCHAR(30) NOT NULL, 
	at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, 
	PRIMARY KEY (book_id, word), 
	FOREIGN KEY(book_id) REFERENCES book (id)
);
INSERT INTO tag VALUES(1,'essay','2026-01-02 03:04:05');
INSERT INTO tag VALUES(2,'novel','2026-01-02 03:04:05');
CREATE INDEX ix_book_title ON book (title);
COMMIT;
