-- users and tasks
--
-- Create Date: 2026-11-21 12:24:02.742467
--
-- revision: 001
-- down_revision:

-- upgrade
CREATE TABLE users (
	id INTEGER NOT NULL, 
	email VARCHAR(320) NOT NULL, 
	name TEXT, 
	created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (email)
);

CREATE TABLE tasks (
	id INTEGER NOT NULL, 
	user_id BIGINT NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	state VARCHAR(11) DEFAULT 'open' NOT NULL, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT ck_tasks_title CHECK (length(title) > 0)
);

CREATE INDEX ix_tasks_user_id_state ON tasks (user_id, state);

-- downgrade
DROP INDEX ix_tasks_user_id_state;

DROP TABLE tasks;

DROP TABLE users;
