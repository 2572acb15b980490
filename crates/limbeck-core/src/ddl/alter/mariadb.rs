//! MariaDB's ALTER COLUMN: as MySQL.

pub(super) use super::mysql::alter;
