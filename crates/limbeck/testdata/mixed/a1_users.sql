-- create users
--
-- revision: a1
-- down_revision:

-- upgrade
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50) NOT NULL);
INSERT INTO users VALUES (1, 'ann');

-- downgrade
DROP TABLE users;
