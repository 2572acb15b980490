-- fix: names; https://example.org/ticket
--revision:m1
-- Down_Revision: a1,  b2
-- branch_labels: users, teams
-- depends_on: c3
-- transaction: off
-- see https://example.org
-- upgrade
VACUUM;
BEGIN;
SELECT 1;
COMMIT;
