//! What MariaDB takes after the closing parenthesis of CREATE TABLE: as MySQL, under its name.

pub(super) use super::mysql::options;
