//! MariaDB's indexes: MySQL's, whose method and parser it takes where it has none of its own.

use super::{Parts, mysql};
use crate::{ddl::DdlError, dialect::Dialect};

pub(super) fn create(parts: &Parts<'_>, dialect: &Dialect) -> Result<String, DdlError> {
    mysql::create_with(parts, dialect, |name| {
        let own = parts.option(&format!("mariadb_{name}"));
        match name {
            "using" | "with_parser" => own.or_else(|| parts.option(&format!("mysql_{name}"))),
            _ => own,
        }
    })
}
