CREATE TABLE t (
    user INTEGER, 
    `group` INTEGER, 
    `rank` INTEGER, 
    value INTEGER, 
    `key` INTEGER, 
    `1st` INTEGER, 
    `camelCase` INTEGER, 
    `a-b` INTEGER, 
    `q"q``` INTEGER, 
    `é` INTEGER
);

