-- fill users
--
-- revision: b2
-- down_revision: a1

-- upgrade
INSERT INTO users VALUES (1, 'it''s me; you');
INSERT INTO users VALUES (2, 'other');
-- downgrade
DELETE FROM users;
