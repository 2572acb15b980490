-- revision: r1
-- down_revision:
-- upgrade: postgresql
SELECT 1;
-- upgrade: sqlite, postgresql
SELECT 2;
