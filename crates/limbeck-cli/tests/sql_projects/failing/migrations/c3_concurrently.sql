-- vacuum in a transaction
--
-- revision: c3
-- down_revision: a1
-- branch_labels: vacuum

-- upgrade
CREATE TABLE more (id INTEGER PRIMARY KEY);
INSERT INTO more VALUES (1);
VACUUM;
