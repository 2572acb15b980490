-- What diesel leaves after its first migration.
CREATE TABLE __diesel_schema_migrations (
    version VARCHAR(50) PRIMARY KEY NOT NULL,
    run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE users (id INTEGER PRIMARY KEY);
INSERT INTO __diesel_schema_migrations (version) VALUES ('20240101120000');
