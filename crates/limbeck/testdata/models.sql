== postgresql
CREATE TABLE users (
    id BIGSERIAL NOT NULL, 
    name VARCHAR(50) NOT NULL, 
    email VARCHAR(200) NOT NULL, 
    team INTEGER, 
    created TIMESTAMP WITHOUT TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_users_name UNIQUE (name), 
    CONSTRAINT uq_users_email_team UNIQUE (email, team)
);

CREATE INDEX ix_users_email ON users (email);

CREATE TYPE state AS ENUM ('open', 'in_progress', 'finished');

CREATE TABLE tasks (
    id INTEGER NOT NULL, 
    user_id BIGINT NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    state state DEFAULT 'open' NOT NULL, 
    price BIGINT DEFAULT 0 NOT NULL, 
    urgent BOOLEAN DEFAULT false NOT NULL, 
    note TEXT, 
    data JSON, 
    bytes BYTEA NOT NULL, 
    weight DOUBLE PRECISION NOT NULL, 
    key UUID NOT NULL, 
    ratio NUMERIC(10, 2), 
    CONSTRAINT tasks_key PRIMARY KEY (id), 
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT ck_tasks_price CHECK (price >= 0)
);

CREATE INDEX ix_tasks_user ON tasks (user_id);

CREATE UNIQUE INDEX ix_tasks_open ON tasks (user_id, state) WHERE note IS NOT NULL;

CREATE INDEX ix_tasks_title ON tasks (lower(title));

== sqlite
CREATE TABLE users (
    id INTEGER NOT NULL, 
    name VARCHAR(50) NOT NULL, 
    email VARCHAR(200) NOT NULL, 
    team INTEGER, 
    created DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_users_name UNIQUE (name), 
    CONSTRAINT uq_users_email_team UNIQUE (email, team)
);

CREATE INDEX ix_users_email ON users (email);

CREATE TABLE tasks (
    id INTEGER NOT NULL, 
    user_id BIGINT NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    state VARCHAR(11) DEFAULT 'open' NOT NULL, 
    price BIGINT DEFAULT 0 NOT NULL, 
    urgent BOOLEAN DEFAULT 0 NOT NULL, 
    note TEXT, 
    data JSON, 
    bytes BLOB NOT NULL, 
    weight DOUBLE NOT NULL, 
    "key" CHAR(32) NOT NULL, 
    ratio NUMERIC(10, 2), 
    CONSTRAINT tasks_key PRIMARY KEY (id), 
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT ck_tasks_price CHECK (price >= 0)
);

CREATE INDEX ix_tasks_user ON tasks (user_id);

CREATE UNIQUE INDEX ix_tasks_open ON tasks (user_id, state) WHERE note IS NOT NULL;

CREATE INDEX ix_tasks_title ON tasks (lower(title));

== mysql
CREATE TABLE users (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    name VARCHAR(50) NOT NULL, 
    email VARCHAR(200) NOT NULL, 
    team INTEGER, 
    created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_users_name UNIQUE (name), 
    CONSTRAINT uq_users_email_team UNIQUE (email, team)
);

CREATE INDEX ix_users_email ON users (email);

CREATE TABLE tasks (
    id INTEGER NOT NULL, 
    user_id BIGINT NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    state ENUM('open','in_progress','finished') NOT NULL DEFAULT 'open', 
    price BIGINT NOT NULL DEFAULT 0, 
    urgent BOOL NOT NULL DEFAULT false, 
    note TEXT, 
    data JSON, 
    bytes BLOB NOT NULL, 
    weight DOUBLE NOT NULL, 
    `key` CHAR(32) NOT NULL, 
    ratio NUMERIC(10, 2), 
    CONSTRAINT tasks_key PRIMARY KEY (id), 
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT ck_tasks_price CHECK (price >= 0)
);

CREATE INDEX ix_tasks_user ON tasks (user_id);

CREATE UNIQUE INDEX ix_tasks_open ON tasks (user_id, state);

CREATE INDEX ix_tasks_title ON tasks (lower(title));

== mariadb
CREATE TABLE users (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    name VARCHAR(50) NOT NULL, 
    email VARCHAR(200) NOT NULL, 
    team INTEGER, 
    created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, 
    PRIMARY KEY (id), 
    CONSTRAINT uq_users_name UNIQUE (name), 
    CONSTRAINT uq_users_email_team UNIQUE (email, team)
);

CREATE INDEX ix_users_email ON users (email);

CREATE TABLE tasks (
    id INTEGER NOT NULL, 
    user_id BIGINT NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    state ENUM('open','in_progress','finished') NOT NULL DEFAULT 'open', 
    price BIGINT NOT NULL DEFAULT 0, 
    urgent BOOL NOT NULL DEFAULT false, 
    note TEXT, 
    data JSON, 
    bytes BLOB NOT NULL, 
    weight DOUBLE NOT NULL, 
    `key` UUID NOT NULL, 
    ratio NUMERIC(10, 2), 
    CONSTRAINT tasks_key PRIMARY KEY (id), 
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT ck_tasks_price CHECK (price >= 0)
);

CREATE INDEX ix_tasks_user ON tasks (user_id);

CREATE UNIQUE INDEX ix_tasks_open ON tasks (user_id, state);

CREATE INDEX ix_tasks_title ON tasks (lower(title));

