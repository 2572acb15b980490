INSERT INTO t (id, a, b) VALUES (1, NULL, now());

INSERT INTO t (id, a, b) VALUES (2, 6, now());

