-- What refinery leaves after its first two migrations.
CREATE TABLE refinery_schema_history (
    version INT4 PRIMARY KEY,
    name VARCHAR(255),
    applied_on VARCHAR(255),
    checksum VARCHAR(255)
);
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE teams (id INTEGER PRIMARY KEY);
INSERT INTO refinery_schema_history VALUES (1, 'users', '2024-01-01T12:00:00Z', '692283510499099943');
INSERT INTO refinery_schema_history VALUES (2, 'teams', '2024-01-02T12:00:00Z', '14145372390513114365');
