//! Foreign keys of a lent connection to SQLite, which the program may have on.
//!
//! SQLite copies a table to change it, and where foreign keys are enforced the DROP of the old one
//! first deletes its rows, with all that refer to them. A step that drops tables therefore runs
//! with foreign keys off, which only works outside of a transaction, and must leave no reference
//! broken that was whole.

use std::collections::BTreeMap;

use limbeck_core::{
    sql::StatementClass,
    statement::{DatabaseError, ErrorKind, Statement, Value},
};

use super::LentConnection;

/// References that lead nowhere, counted by the tables from which and to which they lead.
type Broken = BTreeMap<(String, String), i64>;

#[derive(Debug, Default)]
pub(super) struct ForeignKeys {
    /// Enforced as the connection was lent.
    lent_on: bool,
    /// Enforced now.
    on: bool,
    /// Checked at the end of the transaction alone, as the connection was lent.
    lent_deferred: bool,
    /// Turned off for the step, and what was broken before it.
    before: Option<Broken>,
}

impl LentConnection {
    pub(super) fn learn_sqlite(&mut self) -> Result<(), DatabaseError> {
        if let Some(Value::Text(version)) = self.value("SELECT sqlite_version()")? {
            let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
            let mut next = || parts.next().unwrap_or(0);
            self.dialect.server_version = Some((next(), next(), next()));
        }
        self.default_schema = Some("main".to_owned());
        self.foreign_keys.lent_on = self.are_enforced()?;
        self.foreign_keys.on = self.foreign_keys.lent_on;
        self.foreign_keys.lent_deferred = self.are_deferred()?;
        Ok(())
    }

    fn are_deferred(&mut self) -> Result<bool, DatabaseError> {
        Ok(self.value("PRAGMA defer_foreign_keys")? == Some(Value::Int(1)))
    }

    fn are_enforced(&mut self) -> Result<bool, DatabaseError> {
        Ok(self.value("PRAGMA foreign_keys")? == Some(Value::Int(1)))
    }

    fn enforce(&mut self, on: bool) -> Result<(), DatabaseError> {
        self.run(&format!("PRAGMA foreign_keys = {}", if on { "ON" } else { "OFF" }), &[])?;
        self.foreign_keys.on = on;
        Ok(())
    }

    pub(super) fn turn_foreign_keys_off(
        &mut self,
        statements: &[Statement],
    ) -> Result<(), DatabaseError> {
        let drops = statements.iter().find(|statement| drops_table(&statement.sql));
        let Some(drops) = drops.filter(|_| self.foreign_keys.on) else { return Ok(()) };
        if self.open {
            let mut error = DatabaseError::new(
                ErrorKind::Operational,
                "this revision drops or copies a table, and foreign keys are enforced: SQLite \
                 would delete the rows that refer to it, and only turns that off outside of a \
                 transaction",
            );
            error.hint = Some("run the upgrade before the transaction begins".into());
            error.statement = Some(drops.sql.clone());
            return Err(error);
        }
        self.foreign_keys.before = Some(self.broken()?);
        self.enforce(false)
    }

    /// Refuses what would silently do nothing, or more than it says.
    pub(super) fn check_foreign_keys(
        &mut self,
        sql: &str,
        class: StatementClass,
    ) -> Result<(), DatabaseError> {
        let sets = class == StatementClass::Pragma && sets_foreign_keys(sql);
        let (message, hint) = if sets && self.open {
            (
                "PRAGMA foreign_keys does nothing inside a transaction",
                "leave it out: foreign keys are off where a revision drops or copies a table",
            )
        } else if self.foreign_keys.on && class == StatementClass::Ddl && drops_table(sql) {
            (
                "foreign keys are enforced: SQLite would delete the rows that refer to the table",
                "write the DROP TABLE into a revision in SQL, which runs with foreign keys off",
            )
        } else {
            return Ok(());
        };
        let error = DatabaseError::new(ErrorKind::Operational, message);
        Err(DatabaseError { hint: Some(hint.into()), ..error })
    }

    /// Refuses a step that breaks references.
    pub(super) fn check_references(&mut self) -> Result<(), DatabaseError> {
        let Some(before) = self.foreign_keys.before.clone() else { return Ok(()) };
        let now = self.broken()?;
        let worse =
            now.iter().find(|(tables, count)| before.get(tables).is_none_or(|it| it < count));
        match worse {
            None => Ok(()),
            Some(((from, to), count)) => Err(DatabaseError::new(
                ErrorKind::Integrity,
                format!(
                    "FOREIGN KEY constraint failed: {count} rows of {from} refer to no row of {to}"
                ),
            )),
        }
    }

    fn broken(&mut self) -> Result<Broken, DatabaseError> {
        let sql =
            "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check() GROUP BY 1, 2";
        let rows = self.run(sql, &[])?.rows;
        let counted = rows.into_iter().filter_map(|row| match <[Value; 3]>::try_from(row) {
            Ok([Value::Text(from), Value::Text(to), Value::Int(count)]) => {
                Some(((from, to), count))
            }
            _ => None,
        });
        Ok(counted.collect())
    }

    /// Enforces foreign keys again once the step's transaction has ended.
    pub(super) fn restore_after_step(&mut self) -> Result<(), DatabaseError> {
        match self.foreign_keys.before.take() {
            Some(_) => self.enforce(true),
            None => Ok(()),
        }
    }

    /// A revision outside of a transaction may have set them for good, and one within for as long
    /// as the program's transaction lasts.
    pub(super) fn restore_foreign_keys(&mut self) -> Result<(), DatabaseError> {
        let ForeignKeys { lent_on, lent_deferred, .. } = self.foreign_keys;
        if !self.within && self.are_enforced()? != lent_on {
            self.enforce(lent_on)?;
        }
        if self.within && self.are_deferred()? != lent_deferred {
            let value = if lent_deferred { "ON" } else { "OFF" };
            self.run(&format!("PRAGMA defer_foreign_keys = {value}"), &[])?;
        }
        Ok(())
    }
}

/// Whether a PRAGMA says whether foreign keys are enforced.
fn sets_foreign_keys(sql: &str) -> bool {
    let Some((name, _)) = sql.split_once(['=', '(']) else { return false };
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.any(|word| word.eq_ignore_ascii_case("foreign_keys"))
}

/// Whether a statement begins with `DROP TABLE`, behind comments.
fn drops_table(sql: &str) -> bool {
    let mut rest = sql.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("--") => rest.find('\n').map(|at| at + 1),
            _ if rest.starts_with("/*") => rest.find("*/").map(|at| at + 2),
            _ => break,
        };
        rest = end.map_or("", |end| rest[end..].trim_start());
    }
    let mut words = rest.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let mut is = |wanted: &str| words.next().is_some_and(|word| word.eq_ignore_ascii_case(wanted));
    is("DROP") && is("TABLE")
}

#[cfg(test)]
mod tests {
    use super::{drops_table, sets_foreign_keys};

    #[test]
    fn a_setting_of_foreign_keys_is_told() {
        for (sql, sets) in [
            ("PRAGMA foreign_keys = OFF", true),
            ("pragma main.\"Foreign_Keys\"(0)", true),
            ("PRAGMA foreign_keys /* no */ = off", true),
            ("PRAGMA foreign_keys", false),
            ("PRAGMA defer_foreign_keys = ON", false),
            ("PRAGMA foreign_key_list(foreign_keys)", false),
        ] {
            assert_eq!(sets_foreign_keys(sql), sets, "{sql}");
        }
    }

    #[test]
    fn a_drop_is_told_behind_comments() {
        for (sql, drops) in [
            ("drop table x", true),
            ("-- gone\n /* for\ngood */ DROP TABLE IF EXISTS x", true),
            ("DROP/**/TABLE x", true),
            ("DROP INDEX table", false),
            ("-- DROP TABLE x", false),
            ("SELECT 'DROP TABLE x'", false),
        ] {
            assert_eq!(drops_table(sql), drops, "{sql}");
        }
    }
}
