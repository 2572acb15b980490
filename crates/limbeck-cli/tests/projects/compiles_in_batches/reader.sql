CREATE TABLE reader (id INTEGER PRIMARY KEY, size BIGINT, name VARCHAR(20) NOT NULL, born DATE);
CREATE INDEX ix_reader_name ON reader (name);
INSERT INTO reader (size, name, born) VALUES (3, 'a', '2020-01-02');
CREATE TABLE writer (x INTEGER, y INTEGER DEFAULT 1, z INTEGER);
INSERT INTO writer (x, y, z) VALUES (1, 2, 3);
