-- create teams
--
-- revision: c3
-- down_revision: b2

-- upgrade
CREATE TABLE teams (id int PRIMARY KEY);
-- downgrade
DROP TABLE teams;
