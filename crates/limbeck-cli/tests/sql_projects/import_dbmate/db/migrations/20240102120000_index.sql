-- how it is found
-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY ix_users ON users (name);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY ix_users;
