CREATE TYPE spot AS (x int, y int);
CREATE TABLE word (id SERIAL PRIMARY KEY, same text, longer text, bare text, place spot, changed spot, other spot, away spot);
