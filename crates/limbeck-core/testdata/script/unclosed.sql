-- revision: u1
-- down_revision:
-- upgrade
SELECT 1;

INSERT INTO t VALUES ('open);
-- downgrade
CREATE TABLE t (a "int);
