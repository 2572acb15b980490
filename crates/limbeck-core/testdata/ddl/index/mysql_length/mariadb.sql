CREATE INDEX ix ON t (a(5), b(5));

