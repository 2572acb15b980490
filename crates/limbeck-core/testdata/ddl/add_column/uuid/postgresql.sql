ALTER TABLE t ADD COLUMN c UUID DEFAULT gen_random_uuid();

