-- Rows that a script reads: no revision of its own.
INSERT INTO users VALUES (1);
