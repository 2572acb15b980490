CREATE TABLE t (
    a SMALLINT NOT NULL, 
    b SMALLINT, 
    c VARCHAR(5), 
    CONSTRAINT positive CHECK (a > 0), 
    CONSTRAINT level_of_a CHECK (a IN (1, 2, 3)), 
    CONSTRAINT level_of_b CHECK (b IN (5))
);

ALTER TABLE t ADD COLUMN d SMALLINT;

-- NotImplementedError: No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy.
