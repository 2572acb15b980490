-- revision: d1
-- down_revision: None
-- upgrade: postgresql
SELECT 'pg';
-- upgrade: sqlite, mysql
SELECT 'sqlite or mysql';
-- downgrade
SELECT 'all';
-- downgrade: mariadb
SELECT 'mariadb';
-- downgrade: mysql
SELECT 'mysql';
