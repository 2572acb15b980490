-- What the database is to be.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE,
    born DATE,
    CHECK (name <> '')
);
CREATE UNIQUE INDEX users_name ON users (lower(name)) WHERE born IS NOT NULL;
CREATE TABLE notes (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    place INTEGER DEFAULT (1 + 1),
    text TEXT,
    PRIMARY KEY (user_id, place)
) WITHOUT ROWID;
CREATE VIEW named AS SELECT name FROM users;
