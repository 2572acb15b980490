-- an index of the tasks that are open
--
-- revision: 003
-- down_revision: 002

-- upgrade: postgresql
CREATE INDEX ix_tasks_open ON tasks (priority) WHERE NOT done;

-- upgrade: sqlite
CREATE INDEX ix_tasks_open ON tasks (priority) WHERE NOT done;

-- downgrade
DROP INDEX ix_tasks_open;
