CREATE INDEX ix ON t USING gin (a gin_trgm_ops, b);

