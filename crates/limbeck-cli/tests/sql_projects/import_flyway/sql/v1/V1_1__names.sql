ALTER TABLE users ADD name text;
COMMENT ON TABLE users IS 'all';
