CREATE INDEX ix_c ON t (c);

DROP INDEX ix_t_b;

