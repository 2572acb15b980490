-- create users
--
-- revision: a1
-- down_revision:

-- upgrade
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL -- unique; see below
);
CREATE UNIQUE INDEX ix_users_name ON users (name);
INSERT INTO users VALUES (1, 'it''s; me'), (2, '100% :you');

-- downgrade
DROP TABLE users;
