CREATE TABLE t (
    `b%%` VARCHAR(9) COMMENT '50%%' DEFAULT '10%%', 
    c VARCHAR(9) DEFAULT '5%%' CHECK (c LIKE 'a%%'), 
    d ENUM('a%%')
);

