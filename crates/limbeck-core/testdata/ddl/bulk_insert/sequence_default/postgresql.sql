INSERT INTO t (id, a) VALUES (1, nextval('x.s'));

INSERT INTO t (id, a) VALUES (2, 6);

