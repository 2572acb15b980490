-- The database as the application made it before its model lost two fields.
CREATE TABLE user (id CHAR(32) NOT NULL PRIMARY KEY, email VARCHAR(255) NOT NULL UNIQUE, created_at DATETIME NOT NULL);
CREATE TABLE task (
    id INTEGER NOT NULL PRIMARY KEY,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    user_id CHAR(32) NOT NULL REFERENCES user (id),
    title VARCHAR(200) NOT NULL,
    description VARCHAR(2000),
    due_date DATETIME,
    completed BOOLEAN NOT NULL,
    completed_at DATETIME,
    priority VARCHAR(20),
    tags TEXT
);
INSERT INTO user VALUES ('0b54f3c9a1b04f7d8f0e1d2c3b4a5968', 'ada@example.org', '2025-11-01 08:00:00');
INSERT INTO task VALUES (1, '2025-11-01 08:00:00', '2025-11-01 08:00:00', '0b54f3c9a1b04f7d8f0e1d2c3b4a5968', 'Write the report', NULL, NULL, 0, NULL, 'high', 'work,urgent');
