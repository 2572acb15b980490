CREATE TABLE t (
    id SERIAL NOT NULL, 
    n VARCHAR(9), 
    PRIMARY KEY (id)
);

INSERT INTO t (id, n) VALUES (1, 'a');

INSERT INTO t (id, n) VALUES (2, 'it''s');

