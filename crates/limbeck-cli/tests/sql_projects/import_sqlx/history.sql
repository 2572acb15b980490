-- What sqlx leaves after its first three migrations, the second of which it read with LF.
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE UNIQUE INDEX users_name ON users (name);
INSERT INTO users VALUES (1, 'ann');
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    VALUES (20240101120000, 'create users', TRUE, x'9378e190639df961241b5a661bbfda7754e3247ad1e3f11bbf00346bce46c7f80b13d5df78e4fd035183e051281cfc2e', 1);
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    VALUES (20240102120000, 'unique names', TRUE, x'c913a602d7a361ca97ebcc80187efa2b5b3049e24b3a85454d9269ddbde411ac622f3b5c0f16d0091c324231873e9fd0', 1);
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    VALUES (20240103120000, 'shrink', TRUE, x'6f6828590fcd8f6a20494563d090fd7eefc28e877d00895fd423bfffe8adcc6fda41067a6c00d11d9a6c7243f42eccf0', 1);
