ALTER TABLE s.q.a RENAME TO s.q.b;

