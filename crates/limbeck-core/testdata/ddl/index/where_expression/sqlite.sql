CREATE INDEX ix ON t (a) WHERE x = 5;

