-- revision: p1
-- down_revision:
-- upgrade
SELECT 1;
\connect other
-- downgrade
COPY t (a, b) FROM stdin;
1	2
\.
