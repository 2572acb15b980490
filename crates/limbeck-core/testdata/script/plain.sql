-- create users
--
-- Who signs in, and what they own.
--
-- revision: a1
-- down_revision:

-- upgrade
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name VARCHAR(50) NOT NULL -- the one they chose; not unique
);
-- Two that come with every installation.
INSERT INTO users VALUES (1, 'it''s; me'), (2, "x");
/* the end; */

-- downgrade
DROP TABLE users
