-- settle
--
-- revision: d4
-- down_revision: c3
-- transaction: off

-- upgrade
VACUUM;
-- downgrade
VACUUM;
