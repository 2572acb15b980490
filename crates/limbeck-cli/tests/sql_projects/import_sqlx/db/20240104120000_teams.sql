CREATE TABLE teams (id INTEGER PRIMARY KEY);
-- upgrade
CREATE TABLE members (team INTEGER, member INTEGER);
