CREATE INDEX ix ON t (a) INCLUDE (b, "C");

