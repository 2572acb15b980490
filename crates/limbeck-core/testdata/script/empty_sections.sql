-- revision: e1
-- down_revision:
-- upgrade
-- nothing; at all
;
-- downgrade
