CREATE INDEX ix ON t (a) WHERE deleted_at IS NULL;

