CREATE INDEX ix ON "Order" ("User") WHERE x IN ('a', 'b');

