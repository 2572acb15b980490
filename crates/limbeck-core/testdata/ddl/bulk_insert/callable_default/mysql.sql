INSERT INTO t (id, a) VALUES (1, NULL);

INSERT INTO t (id, a, b) VALUES (2, NULL, 'y');

