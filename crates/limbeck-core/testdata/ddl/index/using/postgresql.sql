CREATE INDEX ix ON t USING gin (a);

