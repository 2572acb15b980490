CREATE INDEX ix ON t (a) WHERE a > 5;

