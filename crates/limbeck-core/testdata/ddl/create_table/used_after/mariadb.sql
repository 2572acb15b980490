CREATE TABLE t (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    n VARCHAR(9), 
    PRIMARY KEY (id)
);

INSERT INTO t (id, n) VALUES (1, 'a');

INSERT INTO t (id, n) VALUES (2, 'it''s');

