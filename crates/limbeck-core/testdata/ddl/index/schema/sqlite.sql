CREATE INDEX s."Ix" ON t (a);

