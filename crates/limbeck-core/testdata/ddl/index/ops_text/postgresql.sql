CREATE INDEX ix ON t USING gin (lower(a) gin_trgm_ops, b text_ops);

