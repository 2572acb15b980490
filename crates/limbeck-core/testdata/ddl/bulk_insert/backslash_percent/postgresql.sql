INSERT INTO t (a) VALUES ('a\b%c');

