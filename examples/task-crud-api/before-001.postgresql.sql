-- The database as the application made it before its model lost two fields.
CREATE TABLE "user" (id UUID NOT NULL PRIMARY KEY, email VARCHAR(255) NOT NULL UNIQUE, created_at TIMESTAMP NOT NULL);
CREATE TABLE task (
    id SERIAL NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    user_id UUID NOT NULL REFERENCES "user" (id),
    title VARCHAR(200) NOT NULL,
    description VARCHAR(2000),
    due_date TIMESTAMP,
    completed BOOLEAN NOT NULL,
    completed_at TIMESTAMP,
    priority VARCHAR(20),
    tags TEXT
);
INSERT INTO "user" VALUES ('0b54f3c9-a1b0-4f7d-8f0e-1d2c3b4a5968', 'ada@example.org', '2025-11-01 08:00:00');
INSERT INTO task VALUES (1, '2025-11-01 08:00:00', '2025-11-01 08:00:00', '0b54f3c9-a1b0-4f7d-8f0e-1d2c3b4a5968', 'Write the report', NULL, NULL, false, NULL, 'high', 'work,urgent');
