-- teams and log
-- revision: d4
-- down_revision: b2, c3
-- transaction: off
-- upgrade
PRAGMA journal_mode = wal;
VACUUM;
-- downgrade
