-- revision: e5
-- down_revision: c3
-- branch_labels: broken
-- upgrade
SELECT 1;

SELECT nosuch
  FROM teams;
