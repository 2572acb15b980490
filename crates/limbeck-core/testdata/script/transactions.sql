-- revision: c1
-- down_revision:
-- upgrade
SAVEPOINT a;
ROLLBACK TO a;
RELEASE a;
SELECT 1;
-- downgrade
SELECT 1;
-- not needed
COMMIT;
