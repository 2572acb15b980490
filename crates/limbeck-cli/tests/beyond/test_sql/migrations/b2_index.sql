-- index names without a lock
--
-- revision: b2
-- down_revision: a1
-- transaction: off

-- upgrade
CREATE INDEX CONCURRENTLY ix_users_name ON users (name);
-- downgrade
DROP INDEX CONCURRENTLY ix_users_name;
