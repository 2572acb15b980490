//! MySQL and MariaDB, by plain queries: nothing is prepared, and values come as the server writes them.

use limbeck::{
    Backend,
    lent::{Answer, DatabaseError, ErrorKind, ResultColumn, Value, mysql_error_kind},
};
use sqlx::{
    AssertSqlSafe, Column, Either, Executor, MySql, Row, Type, TypeInfo, ValueRef,
    mysql::{MySqlColumn, MySqlConnection, MySqlDatabaseError, MySqlRow},
    raw_sql,
};

use super::{Driver, Waiting, error_of, next, sealed};

/// There is no such savepoint.
const NO_SAVEPOINT: i64 = 1305;

impl Driver for MySql {}

impl sealed::Driver for MySql {
    const BACKEND: Backend = Backend::Mysql;
    // What a session is set to is not undone with its transaction.
    const CLOSED_WHERE_DROPPED: bool = true;

    fn execute(
        connection: &mut MySqlConnection,
        sql: String,
        _: Vec<Value>,
    ) -> Waiting<'_, Answer> {
        Box::pin(async move {
            let mut results = connection.fetch_many(raw_sql(AssertSqlSafe(sql)));
            let (mut columns, mut rows) = (Vec::new(), Vec::new());
            // What the first result says, once it has ended; a procedure gives several.
            let mut ended = None;
            while let Some(result) = next(&mut results).await {
                match result.map_err(error_of::<MySql>)? {
                    Either::Right(row) if ended.is_none() => {
                        if rows.is_empty() {
                            columns = row.columns().iter().map(column_of).collect();
                        }
                        rows.push(written(&row)?);
                    }
                    Either::Left(result) if ended.is_none() => ended = Some(result),
                    _ => {}
                }
            }
            let (affected, last_insert_id) = match ended {
                Some(result) if rows.is_empty() => {
                    (Some(result.rows_affected()), i64::try_from(result.last_insert_id()).ok())
                }
                _ => (u64::try_from(rows.len()).ok(), None),
            };
            Ok(Answer::Written { columns, rows, affected, last_insert_id })
        })
    }

    /// Outside of a transaction a savepoint is gone at once, unless autocommit is off.
    fn look(connection: &mut MySqlConnection) -> Waiting<'_, bool> {
        Box::pin(async move {
            let refused = |message| Err(DatabaseError::new(ErrorKind::Programming, message));
            let mode = Self::execute(connection, "SELECT @@autocommit".to_owned(), Vec::new());
            if !matches!(mode.await?, Answer::Written { rows, .. } if rows == [[Some(b"1".to_vec())]])
            {
                return refused(
                    "the connection has autocommit off, so that nobody can tell whether it is in \
                     a transaction: turn it on, and begin transactions by sqlx's begin()",
                );
            }
            for sql in ["SAVEPOINT limbeck_look", "RELEASE SAVEPOINT limbeck_look"] {
                match Self::execute(connection, sql.to_owned(), Vec::new()).await {
                    Err(error) if error.code == Some(NO_SAVEPOINT) => return Ok(false),
                    other => drop(other?),
                }
            }
            refused(
                "the connection is in a transaction that sqlx does not know of: begin it by \
                 sqlx's begin()",
            )
        })
    }

    /// Nothing can be told to a connection that waits for an answer: that of a pool is closed.
    fn put_back(_: &mut MySqlConnection, _: bool) {}

    fn error(error: &dyn sqlx::error::DatabaseError) -> DatabaseError {
        let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() else {
            return DatabaseError::new(ErrorKind::Database, error.message());
        };
        let code = i64::from(error.number());
        DatabaseError {
            code: Some(code),
            sqlstate: error.code().map(str::to_owned),
            ..DatabaseError::new(mysql_error_kind(code), error.message())
        }
    }
}

/// The column by the server's name of its type, which sqlx has in capitals and with a sign. Whether
/// a string is one of characters, only its collation says.
fn column_of(column: &MySqlColumn) -> ResultColumn {
    let type_info = column.type_info();
    let characters = <str as Type<MySql>>::compatible(type_info);
    let type_name = match type_info.name() {
        "BOOLEAN" => "tinyint",
        "ENUM" => "enum",
        "CHAR" | "BINARY" if characters => "char",
        "CHAR" | "BINARY" => "binary",
        "VARCHAR" | "VARBINARY" if characters => "varchar",
        "VARCHAR" | "VARBINARY" => "varbinary",
        name if name.ends_with("BLOB") || name.ends_with("TEXT") => match characters {
            true => "text",
            false => "blob",
        },
        name => name.trim_end_matches(" UNSIGNED"),
    };
    ResultColumn { name: column.name().to_owned(), type_name: type_name.to_ascii_lowercase() }
}

fn written(row: &MySqlRow) -> Result<Vec<Option<Vec<u8>>>, DatabaseError> {
    let bytes = |place: usize| {
        let value = row.try_get_raw(place)?;
        match value.is_null() {
            true => Ok(None),
            false => row.try_get_unchecked::<Vec<u8>, _>(place).map(Some),
        }
    };
    (0..row.len()).map(|place| bytes(place).map_err(error_of::<MySql>)).collect()
}
