-- create teams
--
-- revision: c3
-- down_revision: a1
-- depends_on: log

-- upgrade
CREATE TABLE teams (id INTEGER PRIMARY KEY);
-- downgrade
DROP TABLE teams;
