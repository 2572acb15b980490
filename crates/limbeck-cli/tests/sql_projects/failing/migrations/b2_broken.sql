-- break
--
-- revision: b2
-- down_revision: a1

-- upgrade
CREATE TABLE teams (id INTEGER PRIMARY KEY);
-- a comment above
INSERT INTO teams
    VALUES (1),
    (nosuch);
