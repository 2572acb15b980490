-- every user once
CREATE UNIQUE INDEX users_name ON users (name);
INSERT INTO users VALUES (1, 'ann');
