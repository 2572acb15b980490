CREATE INDEX ix ON "Order" ("User");

