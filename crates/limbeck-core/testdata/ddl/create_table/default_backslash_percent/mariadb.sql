CREATE TABLE t (
    a VARCHAR(9) DEFAULT 'a\\b%c', 
    `b%` VARCHAR(9) COMMENT '50% of
all' DEFAULT '10%'
);

