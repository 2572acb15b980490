CREATE INDEX ix ON t (a > 1 AND b = 'x');

