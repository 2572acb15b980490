DROP INDEX ix_a ON no_table;

