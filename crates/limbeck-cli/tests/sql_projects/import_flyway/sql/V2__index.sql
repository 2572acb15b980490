CREATE INDEX CONCURRENTLY ix_users ON users (name);
