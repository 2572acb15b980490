-- create teams
--
-- revision: b2
-- down_revision: a1

-- upgrade
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT DEFAULT '100% :sure');
INSERT INTO teams (id) SELECT id FROM users WHERE name = 'me';
-- downgrade
DROP TABLE teams;
