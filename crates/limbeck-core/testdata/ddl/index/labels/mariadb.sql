CREATE INDEX ix_sum ON t (b + 1, lower(a));

CREATE INDEX ix_minus ON t (-b, (-b));

CREATE INDEX ix_within ON t (b > 1 AND b < 5, b DESC);

CREATE INDEX ix_twice ON t (b + 1);

