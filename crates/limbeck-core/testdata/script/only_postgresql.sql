-- revision: o1
-- down_revision: None
-- upgrade: postgresql
SELECT 1;
