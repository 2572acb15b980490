ALTER TABLE s.t ADD CONSTRAINT ck CHECK (length(a) > 5);

