ALTER TABLE t ADD COLUMN c CHAR(32) DEFAULT (gen_random_uuid());

