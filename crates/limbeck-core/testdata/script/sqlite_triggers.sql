-- revision: t1
-- down_revision:
-- upgrade: sqlite
CREATE TRIGGER t AFTER UPDATE ON users
BEGIN
    INSERT INTO log VALUES (CASE WHEN old.id THEN 1 ELSE 2 END);
    DELETE FROM log WHERE id = 1;
END;
CREATE TEMP TRIGGER IF NOT EXISTS [odd;name] AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TABLE "begin" (`end;` INTEGER);
-- downgrade: sqlite
DROP TRIGGER t;
