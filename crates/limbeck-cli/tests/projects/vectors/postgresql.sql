CREATE EXTENSION vector;
CREATE TABLE word (id SERIAL PRIMARY KEY, same vector(3), longer vector(4), bare vector, half halfvec(4), sparse sparsevec(8), plain vector(2), changed text, gone vector(7));
