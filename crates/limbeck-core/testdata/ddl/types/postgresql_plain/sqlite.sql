CREATE TABLE t (
    c0 JSONB, 
    c1 JSON, 
    c2 UUID, 
    c3 UUID, 
    c4 TIMESTAMP, 
    c5 TIMESTAMP, 
    c6 TIME, 
    c7 DOUBLE PRECISION, 
    c8 VARCHAR(3)
);

