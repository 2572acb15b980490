CREATE INDEX `Ix` ON s.t (a);

