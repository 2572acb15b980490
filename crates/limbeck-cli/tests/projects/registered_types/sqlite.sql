CREATE TABLE word (id INTEGER NOT NULL PRIMARY KEY, same VECTOR(3), longer VECTOR(4), bare VECTOR, place SPOT, changed SPOT, other VARCHAR(5), gone VECTOR(7), away SPOT);
