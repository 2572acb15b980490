CREATE TABLE t (
    a VARCHAR(9) DEFAULT 'a\b%c', 
    "b%" VARCHAR(9) DEFAULT '10%'
);

