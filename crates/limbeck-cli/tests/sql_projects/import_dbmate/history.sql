-- What dbmate leaves after its first two migrations.
CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE INDEX ix_users ON users (name);
INSERT INTO schema_migrations VALUES ('20240101120000'), ('20240102120000');
