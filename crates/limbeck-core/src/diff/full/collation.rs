//! Collations of columns, which Alembic compares only where both sides name one.

use crate::{
    dialect::{Backend, CompileError, Dialect},
    diff::hooks::ColumnPair,
    schema::{Table, Type},
};

/// Whether the model's column sorts its texts in another way than the database's.
pub(in crate::diff) fn differs(
    dialect: &Dialect,
    pair: &ColumnPair<'_>,
) -> Result<bool, CompileError> {
    let named = |type_: &Type| -> Result<Option<String>, CompileError> {
        Ok(collation(&dialect.type_sql(type_)?).map(str::to_owned))
    };
    let (old, new) = (named(&pair.database.type_)?, named(&pair.model.type_)?);
    Ok(match dialect.backend {
        Backend::Postgresql => {
            let other = |name: &String| name != "default";
            old.filter(other) != new.filter(other)
        }
        Backend::Sqlite => {
            let fold = |name: Option<String>| name.map(|name| name.to_ascii_uppercase());
            let other = |name: &String| name != "BINARY";
            fold(old).filter(other) != fold(new).filter(other)
        }
        Backend::Mysql | Backend::Mariadb => {
            let Some(new) = new else { return Ok(false) };
            let old = match (old, charset(dialect, &pair.database.type_)?) {
                (None, None) => of_table(pair.database_table).map(str::to_owned),
                (old, _) => old,
            };
            old.is_some_and(|old| !is_same(&old, &new))
        }
    })
}

/// The name behind COLLATE in the spelling of a type.
fn collation(type_sql: &str) -> Option<&str> {
    word_behind(type_sql, "COLLATE ")
}

fn charset(dialect: &Dialect, type_: &Type) -> Result<Option<String>, CompileError> {
    Ok(word_behind(&dialect.type_sql(type_)?, "CHARACTER SET ").map(str::to_owned))
}

fn word_behind<'t>(type_sql: &'t str, keyword: &str) -> Option<&'t str> {
    // The values of an enumeration stand in the brackets.
    let (_, behind) = type_sql.rsplit(')').next()?.split_once(keyword)?;
    match behind.strip_prefix(['"', '`']) {
        Some(quoted) => quoted.split(['"', '`']).next(),
        None => behind.split_whitespace().next(),
    }
}

/// What the columns of a table have that name none: servers say so since MariaDB 10.3 and MySQL 8.
fn of_table(table: &Table) -> Option<&str> {
    let named = table.options.iter().find(|(key, _)| key.ends_with("_collate"));
    named.and_then(|(_, name)| name.as_str())
}

/// MariaDB calls utf8 utf8mb3 too, and leaves out the character set of some.
fn is_same(old: &str, new: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().replacen("utf8mb3_", "utf8_", 1);
    let (old, new) = (plain(old), plain(new));
    old == new || old.split_once('_').is_some_and(|(_, rest)| rest == new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_collation_is_read_from_a_type() {
        assert_eq!(collation("VARCHAR(20) COLLATE \"C\""), Some("C"));
        assert_eq!(collation("VARCHAR(20)[] COLLATE \"de-x-icu\""), Some("de-x-icu"));
        assert_eq!(
            collation("TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
            Some("utf8mb4_bin")
        );
        assert_eq!(collation("ENUM('a COLLATE b')"), None);
    }

    #[test]
    fn one_collation_has_several_names_on_mariadb() {
        assert!(is_same("utf8mb3_bin", "utf8_bin"));
        assert!(is_same("utf8mb4_uca1400_ai_ci", "uca1400_ai_ci"));
        assert!(!is_same("utf8mb4_general_ci", "utf8mb4_bin"));
    }
}
