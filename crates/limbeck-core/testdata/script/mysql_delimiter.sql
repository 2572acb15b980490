-- revision: y1
-- down_revision:
-- upgrade: mysql
CREATE TABLE t (a INT); # a comment; with more
DELIMITER $$
CREATE PROCEDURE p()
BEGIN
    IF 1 THEN SELECT 'a;$'; END IF;
    WHILE 0 DO SELECT 2; END WHILE;
END$$
CREATE PROCEDURE one() SELECT 1$$
delimiter ;
INSERT INTO t VALUES ('it\'s;'), (5--1);
CREATE DEFINER=`root`@`%` EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM t; SELECT 1; END;
-- downgrade: mysql
DELIMITER //
DROP PROCEDURE p//
DROP TABLE t//
