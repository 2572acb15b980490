CREATE TABLE s.t (
    id INTEGER NOT NULL, 
    a INTEGER, 
    b INTEGER, 
    PRIMARY KEY (id), 
    FOREIGN KEY(a) REFERENCES p (id)
);

CREATE INDEX s.ix_s_t_a ON t (a);

