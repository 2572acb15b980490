CREATE INDEX ix ON t ((a + 1), b DESC);

