-- What Flyway leaves after a baseline at 1.1 and the next migration.
CREATE TABLE flyway_schema_history (
    installed_rank integer PRIMARY KEY,
    version varchar(50),
    description varchar(200) NOT NULL,
    type varchar(20) NOT NULL,
    script varchar(1000) NOT NULL,
    checksum integer,
    installed_by varchar(100) NOT NULL,
    installed_on timestamp NOT NULL DEFAULT now(),
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE INDEX ix_users ON users (name);
INSERT INTO flyway_schema_history VALUES
    (1, '1', 'users', 'SQL', 'v1/V1__users.sql', -1203868596, 'me', now(), 1, true),
    (2, '1.1', 'names', 'SQL', 'v1/V1_1__names.sql', 738141188, 'me', now(), 1, true),
    (3, '1.1', 'names', 'UNDO_SQL', 'v1/U1.1__names.sql', 5, 'me', now(), 1, true),
    (4, '1.1', 'names', 'SQL', 'v1/V1_1__names.sql', 738141188, 'me', now(), 1, true),
    (5, '2', 'index', 'SQL', 'V2__index.sql', 1382017964, 'me', now(), 1, true),
    (6, NULL, 'views', 'SQL', 'R__views.sql', 2113295232, 'me', now(), 1, true);
