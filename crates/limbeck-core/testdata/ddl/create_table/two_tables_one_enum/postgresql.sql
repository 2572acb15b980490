CREATE TYPE mood AS ENUM ('a', 'b');

CREATE TABLE t (
    m mood
);

CREATE TABLE u (
    m mood
);

CREATE TYPE s.mood AS ENUM ('c');

CREATE TABLE v (
    m s.mood
);

