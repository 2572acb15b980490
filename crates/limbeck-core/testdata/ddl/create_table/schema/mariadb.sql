CREATE TABLE s.t (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    a INTEGER, 
    b INTEGER, 
    PRIMARY KEY (id), 
    FOREIGN KEY(a) REFERENCES s.p (id), 
    FOREIGN KEY(b) REFERENCES p (id)
);

CREATE INDEX ix_s_t_a ON s.t (a);

