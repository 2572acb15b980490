-- an index
--
-- revision: c3
-- down_revision: b2

-- upgrade
CREATE INDEX ix_users_initial ON users (initial);

-- downgrade
DROP INDEX ix_users_initial;
