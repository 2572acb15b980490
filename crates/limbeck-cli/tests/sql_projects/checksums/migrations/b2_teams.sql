-- create teams
--
-- revision: b2
-- down_revision: a1

-- upgrade
CREATE TABLE teams (id INTEGER PRIMARY KEY);

-- downgrade
DROP TABLE teams;
