//! SQLite, whose values are of five kinds.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
};

use limbeck::{
    Backend,
    lent::{Answer, DatabaseError, ErrorKind, ResultColumn, Rows, Value, sqlite_error_kind},
};
use sqlx::{
    AssertSqlSafe, Column, Either, Executor, Row, Sqlite, TypeInfo, ValueRef, query, raw_sql,
    sqlite::{SqliteConnection, SqliteRow},
};

use super::{Driver, Waiting, error_of, next, sealed};

impl Driver for Sqlite {}

impl sealed::Driver for Sqlite {
    const BACKEND: Backend = Backend::Sqlite;

    fn execute(
        connection: &mut SqliteConnection,
        sql: String,
        params: Vec<Value>,
    ) -> Waiting<'_, Answer> {
        Box::pin(async move {
            let mut statement = query(AssertSqlSafe(sql)).persistent(false);
            for value in params {
                statement = match value {
                    Value::Int(value) => statement.bind(value),
                    Value::Float(value) => statement.bind(value),
                    Value::Text(value) => statement.bind(value),
                    Value::Bytes(value) => statement.bind(value),
                    _ => statement.bind(None::<i64>),
                };
            }
            let mut results = connection.fetch_many(statement);
            let mut answer = Rows::default();
            while let Some(result) = next(&mut results).await {
                match result.map_err(error_of::<Sqlite>)? {
                    Either::Right(row) => {
                        if answer.rows.is_empty() {
                            answer.columns = columns_of(&row);
                        }
                        answer.rows.push(values_of(&row)?);
                    }
                    Either::Left(result) => {
                        answer.affected = Some(result.rows_affected());
                        answer.last_insert_id = Some(result.last_insert_rowid());
                    }
                }
            }
            Ok(Answer::Rows(answer))
        })
    }

    /// Whether foreign keys are enforced.
    fn look(connection: &mut SqliteConnection) -> Waiting<'_, bool> {
        Box::pin(async move {
            let sql = "PRAGMA foreign_keys".to_owned();
            let answer = Self::execute(connection, sql, Vec::new()).await?;
            Ok(matches!(answer, Answer::Rows(rows) if rows.rows == [[Value::Int(1)]]))
        })
    }

    /// The thread that has the database does it behind the rollback: to be polled once is to have
    /// told it.
    fn put_back(connection: &mut SqliteConnection, enforced: bool) {
        let sql = match enforced {
            true => "PRAGMA foreign_keys = ON",
            false => "PRAGMA foreign_keys = OFF",
        };
        let told = pin!(connection.execute(raw_sql(sql)));
        let _ = told.poll(&mut Context::from_waker(Waker::noop()));
    }

    fn error(error: &dyn sqlx::error::DatabaseError) -> DatabaseError {
        let code: Option<i32> = error.code().and_then(|code| code.parse().ok());
        let kind = code.map_or(ErrorKind::Operational, sqlite_error_kind);
        DatabaseError { code: code.map(i64::from), ..DatabaseError::new(kind, error.message()) }
    }
}

fn columns_of(row: &SqliteRow) -> Vec<ResultColumn> {
    let columns = row.columns().iter().map(|column| ResultColumn {
        name: column.name().to_owned(),
        type_name: column.type_info().name().to_owned(),
    });
    columns.collect()
}

fn values_of(row: &SqliteRow) -> Result<Vec<Value>, DatabaseError> {
    (0..row.len()).map(|place| value_of(row, place).map_err(error_of::<Sqlite>)).collect()
}

fn value_of(row: &SqliteRow, place: usize) -> Result<Value, sqlx::Error> {
    let value = row.try_get_raw(place)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    // Of a value that is there, this is how it is stored.
    let stored = value.type_info().name().to_owned();
    Ok(match stored.as_str() {
        "INTEGER" => Value::Int(row.try_get_unchecked(place)?),
        "REAL" => Value::Float(row.try_get_unchecked(place)?),
        "TEXT" => Value::Text(row.try_get_unchecked(place)?),
        _ => Value::Bytes(row.try_get_unchecked(place)?),
    })
}
