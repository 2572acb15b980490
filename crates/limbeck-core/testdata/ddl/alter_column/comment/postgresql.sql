COMMENT ON COLUMN t.c IS 'what''s';

