-- priority
--
-- revision: 002
-- down_revision: 001

-- upgrade
ALTER TABLE tasks ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;

-- downgrade
ALTER TABLE tasks DROP COLUMN priority;
