INSERT INTO t (id) VALUES (1);

INSERT INTO t (id, a) VALUES (2, 6);

