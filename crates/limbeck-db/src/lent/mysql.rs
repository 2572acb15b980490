//! What a lent connection to MySQL or MariaDB is set to, and where its transactions end.
//!
//! These servers commit by themselves where the schema changes. Behind such a statement another
//! transaction begins, as on connections of our own; in the program's transaction, which would be
//! committed with it, it is refused.

use std::collections::BTreeMap;

use limbeck_core::{
    dialect::Backend,
    sql::{Quoting, StatementClass, classify, split},
    statement::{DatabaseError, ErrorKind, ResultColumn, Rows, Statement, Value},
};

use super::LentConnection;
use crate::mysql::{message::without_values, text};

/// Where the transaction is that was begun.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Standing {
    #[default]
    Open,
    /// A statement has run that may have ended it.
    Unsure,
    Ended,
}

/// Whether a statement has the server commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Commits {
    Never,
    Perhaps,
    Always,
}

#[derive(Debug, Default)]
pub(super) struct State {
    standing: Standing,
    quoting: Quoting,
    /// A statement has run that may have set `sql_mode`.
    mode_unsure: bool,
    /// `LOCK TABLES` holds, which a transaction's begin would end.
    locked: bool,
    before: Option<Before>,
}

/// What the session was set to before the run.
#[derive(Debug)]
struct Before {
    variables: BTreeMap<String, String>,
    database: Option<String>,
    role: Option<String>,
}

/// Variables that change by themselves, or say nothing of how statements run.
const VOLATILE: [&str; 14] = [
    "timestamp",
    "last_insert_id",
    "identity",
    "insert_id",
    "rand_seed1",
    "rand_seed2",
    "error_count",
    "warning_count",
    "in_transaction",
    "last_gtid",
    "gtid_next",
    "gtid_seq_no",
    "pseudo_thread_id",
    "pseudo_slave_mode",
];

/// Errors for what no session can set: unknown, global, only to be read.
const NOT_OF_SESSION: [i64; 3] = [1193, 1229, 1238];
/// Errors for a value of another type, or that is none.
const OTHER_SPELLING: [i64; 2] = [1231, 1232];
/// There is no such savepoint.
const NO_SAVEPOINT: i64 = 1305;

impl LentConnection {
    pub(super) fn learn_mysql(&mut self) -> Result<(), DatabaseError> {
        let row = self.run("SELECT VERSION(), DATABASE(), @@sql_mode", &[])?.rows;
        let mut texts = row.into_iter().flatten().map(text_of);
        let mut next = || texts.next().flatten();
        let (version, schema, mode) = (next().unwrap_or_default(), next(), next());
        self.dialect.is_mariadb = version.to_lowercase().contains("mariadb");
        self.dialect.server_version = text::parse_version(&version);
        self.default_schema = schema;
        self.mysql.quoting = text::modes(&mode.unwrap_or_default());
        self.dialect.backslash_escapes = self.mysql.quoting.backslash_escapes;
        Ok(())
    }

    pub(super) fn execute_mysql(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        let sql = statement.sql.as_str();
        let described = |error| DatabaseError { statement: Some(sql.to_owned()), ..error };
        let commits = commits(sql, self.dialect.grammar());
        // Other drivers ask the server to take several, which our own does not.
        if commits != Commits::Perhaps && split(sql, self.dialect.grammar()).len() > 1 {
            let message = "You can only execute one statement at a time.";
            return Err(described(DatabaseError::new(ErrorKind::Programming, message)));
        }
        if self.within && must_not_be_within(sql, commits) {
            return Err(described(would_commit()));
        }
        match self.open {
            true => self.go_on()?,
            false => {
                self.open_transaction()?;
                self.mysql.standing = Standing::Open;
            }
        }
        let quoting = self.quoting(statement)?;
        let text = text::of(statement, &self.dialect, quoting).map_err(described)?;
        let outcome = self.run(&text, &[]);
        self.mysql.standing = match (commits, &outcome) {
            (Commits::Always, Ok(_)) => Standing::Ended,
            (Commits::Never, Ok(_)) => self.mysql.standing,
            // A deadlock undoes the whole transaction.
            _ => Standing::Unsure,
        };
        if commits == Commits::Perhaps {
            self.mysql.mode_unsure = true;
            self.note_locks(sql);
        }
        let has_values = !statement.params.is_empty();
        outcome.map_err(|error| described(without_values(error, has_values)))
    }

    /// Begins another transaction where the server has ended the one that was begun.
    fn go_on(&mut self) -> Result<(), DatabaseError> {
        if self.mysql.locked {
            return Ok(());
        }
        if self.mysql.standing == Standing::Unsure {
            self.run("SAVEPOINT limbeck_open", &[])?;
            // Outside of a transaction there are no savepoints.
            self.mysql.standing = match self.run("RELEASE SAVEPOINT limbeck_open", &[]) {
                Err(error) if error.code == Some(NO_SAVEPOINT) => Standing::Ended,
                other => other.map(|_| Standing::Open)?,
            };
        }
        if self.mysql.standing == Standing::Ended {
            if self.within {
                let message = "a statement of the revision has ended the program's transaction";
                return Err(DatabaseError::new(ErrorKind::Operational, message));
            }
            self.run("BEGIN", &[])?;
            self.mysql.standing = Standing::Open;
        }
        Ok(())
    }

    /// Refuses what would commit the program's transaction, and such as already did.
    pub(super) fn check_commits(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        let backend = self.dialect.grammar();
        let must_not =
            |found: &&Statement| must_not_be_within(&found.sql, commits(&found.sql, backend));
        match statements.iter().find(must_not) {
            Some(found) if self.within => {
                Err(DatabaseError { statement: Some(found.sql.clone()), ..would_commit() })
            }
            _ if self.within => self.go_on(),
            _ => Ok(()),
        }
    }

    /// How a statement's values are to be quoted.
    fn quoting(&mut self, statement: &Statement) -> Result<Quoting, DatabaseError> {
        if self.mysql.mode_unsure && !statement.params.is_empty() {
            let mode = self.value("SELECT @@sql_mode")?.and_then(text_of);
            self.mysql.quoting = text::modes(&mode.unwrap_or_default());
            self.mysql.mode_unsure = false;
        }
        Ok(self.mysql.quoting)
    }

    fn note_locks(&mut self, sql: &str) {
        let lower = sql.to_ascii_lowercase();
        let has =
            |word: &str| lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|it| it == word);
        if has("tables") || has("table") {
            self.mysql.locked = !has("unlock") && (self.mysql.locked || has("lock"));
        }
    }

    /// Takes note of the settings before the first step.
    pub(super) fn keep_variables(&mut self) -> Result<(), DatabaseError> {
        if self.mysql.before.is_none() {
            self.mysql.before = Some(Before {
                variables: self.variables()?,
                database: self.default_schema.clone(),
                role: self.role()?,
            });
        }
        Ok(())
    }

    /// A `SET` of a revision would hold for whatever the program does next.
    pub(super) fn restore_variables(&mut self) -> Result<(), DatabaseError> {
        let Some(before) = self.mysql.before.take() else { return Ok(()) };
        if std::mem::take(&mut self.mysql.locked) {
            self.run("UNLOCK TABLES", &[])?;
        }
        let after = self.variables()?;
        let changed = |name: &str| after.get(name) != before.variables.get(name);
        // The mode says how the others are read.
        let (mode, others): (Vec<_>, Vec<_>) =
            before.variables.iter().partition(|(name, _)| *name == "sql_mode");
        for (name, value) in mode.into_iter().chain(others) {
            if changed(name) {
                self.set_variable(name, value)?;
            }
            if name == "sql_mode" {
                self.mysql.quoting = text::modes(value);
            }
        }
        let database = self.value("SELECT DATABASE()")?.and_then(text_of);
        if let Some(name) = before.database.filter(|name| Some(name) != database.as_ref()) {
            self.run(&format!("USE `{}`", name.replace('`', "``")), &[])?;
        }
        if self.role()? != before.role {
            let role = before.role.as_deref().unwrap_or("NONE");
            self.run(&format!("SET ROLE {role}"), &[])?;
        }
        Ok(())
    }

    fn variables(&mut self) -> Result<BTreeMap<String, String>, DatabaseError> {
        let rows = self.run("SHOW SESSION VARIABLES", &[])?.rows;
        let pairs = rows.into_iter().filter_map(|row| {
            let mut texts = row.into_iter().map(text_of);
            let (name, value) = (texts.next()??.to_lowercase(), texts.next()?);
            Some((name, value.unwrap_or_default()))
        });
        Ok(pairs.filter(|(name, _)| !VOLATILE.contains(&name.as_str())).collect())
    }

    /// The role as `SET ROLE` takes it; none where the server is too old to have any.
    fn role(&mut self) -> Result<Option<String>, DatabaseError> {
        let role = match self.value("SELECT CURRENT_ROLE()") {
            Ok(role) => role.and_then(text_of),
            Err(error) if error.code.is_some() => None,
            Err(error) => return Err(error),
        };
        // MySQL quotes it by itself.
        Ok(role.filter(|role| role != "NONE").map(|role| match role.contains('`') {
            true => role,
            false => format!("`{role}`"),
        }))
    }

    /// Sets a variable to what the server shows of it, which does not say its type.
    fn set_variable(&mut self, name: &str, value: &str) -> Result<(), DatabaseError> {
        let text = text::quoted(value, self.mysql.quoting);
        let number = value.parse::<f64>().is_ok_and(f64::is_finite);
        let spellings = match value {
            "" => ["NULL".to_owned(), text],
            _ if number => [value.to_owned(), text],
            _ => [text, value.to_owned()],
        };
        let mut outcome = Ok(());
        for spelling in spellings {
            outcome = self.run(&format!("SET SESSION {name} = {spelling}"), &[]).map(drop);
            match &outcome {
                Err(error) if is_one_of(error, &OTHER_SPELLING) => {}
                // Of the whole server, set by somebody else in the meantime.
                Err(error) if is_one_of(error, &NOT_OF_SESSION) => return Ok(()),
                _ => break,
            }
        }
        outcome
    }

    pub(super) fn decode_written(
        columns: Vec<ResultColumn>,
        rows: Vec<Vec<Option<Vec<u8>>>>,
        affected: Option<u64>,
        last_insert_id: Option<i64>,
    ) -> Rows {
        let rows = text::rows(&columns, rows);
        Rows { columns, rows, affected, last_insert_id }
    }
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        // Under `SET NAMES binary`.
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        _ => None,
    }
}

fn is_one_of(error: &DatabaseError, codes: &[i64]) -> bool {
    error.code.is_some_and(|code| codes.contains(&code))
}

fn would_commit() -> DatabaseError {
    let message = "the server commits where this statement runs, and with it what the program has \
                   done in its transaction";
    let mut error = DatabaseError::new(ErrorKind::Operational, message);
    error.hint = Some("run the upgrade before the transaction begins".into());
    error
}

/// Whether the server commits before a statement, or behind it.
fn commits(sql: &str, backend: Backend) -> Commits {
    let words = first_words(sql);
    let word = |place: usize| words.get(place).map_or("", String::as_str);
    match (word(0), classify(sql, backend)) {
        ("TRUNCATE", _) => Commits::Always,
        ("SAVEPOINT" | "RELEASE", _) => Commits::Never,
        ("LOAD" | "ANALYZE", _) => Commits::Perhaps,
        // What is temporary is no part of the schema, and what was prepared none either.
        ("CREATE" | "ALTER" | "DROP", _)
            if words.iter().skip(1).any(|it| it == "TEMPORARY" || it == "PREPARE") =>
        {
            Commits::Perhaps
        }
        // A body that is not known as one.
        ("CREATE" | "ALTER", _) if split(sql, backend).len() > 1 => Commits::Perhaps,
        ("CREATE" | "ALTER" | "DROP" | "RENAME" | "GRANT" | "REVOKE", _) => Commits::Always,
        (_, StatementClass::Query | StatementClass::Dml) => Commits::Never,
        _ => Commits::Perhaps,
    }
}

/// Whether a statement has no place in the program's transaction: it commits that, or has it
/// committed once autocommit is put back.
fn must_not_be_within(sql: &str, commits: Commits) -> bool {
    let sets = || first_words(sql).first().is_some_and(|word| word == "SET");
    commits == Commits::Always || sets() && sql.to_ascii_lowercase().contains("autocommit")
}

/// The first four words behind comments, in capitals.
fn first_words(sql: &str) -> Vec<String> {
    let mut rest = sql.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("--") || rest.starts_with('#') => {
                rest.find('\n').map(|at| at + 1)
            }
            _ if rest.starts_with("/*!") || rest.starts_with("/*M!") => return Vec::new(),
            _ if rest.starts_with("/*") => rest.find("*/").map(|at| at + 2),
            _ => break,
        };
        rest = end.map_or("", |end| rest[end..].trim_start());
    }
    let words = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty()).take(4).map(str::to_ascii_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_commits_is_told() {
        for (sql, expected) in [
            ("create table t (id int)", Commits::Always),
            ("-- why\n/* how */ ALTER TABLE t ADD x INT", Commits::Always),
            ("CREATE OR REPLACE TEMPORARY TABLE t (id INT)", Commits::Perhaps),
            ("DROP PREPARE p", Commits::Perhaps),
            ("TRUNCATE t", Commits::Always),
            ("GRANT SELECT ON t TO u", Commits::Always),
            ("INSERT INTO t VALUES ('DROP TABLE t')", Commits::Never),
            ("WITH x AS (SELECT 1) SELECT * FROM x", Commits::Never),
            ("SELECT 1", Commits::Never),
            ("SAVEPOINT a", Commits::Never),
            ("CALL p()", Commits::Perhaps),
            ("SET autocommit = 1", Commits::Perhaps),
            ("LOCK TABLES t WRITE", Commits::Perhaps),
            ("/*!50003 CREATE TABLE t (id INT) */", Commits::Perhaps),
        ] {
            assert_eq!(commits(sql, Backend::Mariadb), expected, "{sql}");
        }
    }
}
