-- create users
--
-- revision: a1
-- down_revision:

-- upgrade
CREATE TABLE users (id INTEGER PRIMARY KEY, initial TEXT);

-- downgrade
DROP TABLE users;
