CREATE TABLE s.t (
    a SERIAL NOT NULL, 
    CONSTRAINT pk_t PRIMARY KEY (a)
);

CREATE INDEX ix_s_t_a ON s.t (a);

