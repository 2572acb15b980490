INSERT INTO t (a, b, c, d, e, f) VALUES (true, 1.50, 1e-07, '00000000-0000-0000-0000-000000000005', 'x', 'ab');

