DROP INDEX ix_a ON t;

