-- log changes of users
--
-- revision: b2
-- down_revision: a1
-- branch_labels: log

-- upgrade
CREATE TABLE log (user_id INTEGER, name TEXT);

-- upgrade: sqlite
CREATE TABLE log (user_id INTEGER, name TEXT);
CREATE TRIGGER users_log AFTER UPDATE ON users
BEGIN
    INSERT INTO log VALUES (old.id, CASE WHEN old.name = '' THEN 'none' ELSE old.name END);
    DELETE FROM log WHERE user_id > 100;
END;

-- downgrade
DROP TRIGGER users_log;
DROP TABLE log;
