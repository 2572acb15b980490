CREATE UNIQUE INDEX ix_a ON t (a, "B");

