-- create users
--
-- revision: a1
-- down_revision:

-- upgrade
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL);
-- downgrade
DROP TABLE users;
