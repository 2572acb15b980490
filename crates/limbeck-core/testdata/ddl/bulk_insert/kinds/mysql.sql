INSERT INTO t (a, b, c, d, e, f) VALUES (true, 1.50, 1e-07, '00000000000000000000000000000005', 'x', 'ab');

