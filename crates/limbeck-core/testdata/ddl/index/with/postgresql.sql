CREATE INDEX ix ON t (a) WITH (fillfactor = 50, fastupdate = false);

