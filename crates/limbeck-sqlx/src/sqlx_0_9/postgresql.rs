//! PostgreSQL, by simple queries: nothing is prepared, and rows come as text.

use limbeck::{
    Backend,
    lent::{Answer, DatabaseError, ErrorKind, Value},
};
use sqlx::{
    AssertSqlSafe, Column, Either, Executor, Postgres, Row, ValueRef,
    postgres::{PgConnection, PgDatabaseError, PgErrorPosition, PgRow},
    raw_sql,
};

use super::{Driver, Waiting, error_of, next, sealed};

impl Driver for Postgres {}

impl sealed::Driver for Postgres {
    const BACKEND: Backend = Backend::Postgresql;

    fn execute(connection: &mut PgConnection, sql: String, _: Vec<Value>) -> Waiting<'_, Answer> {
        Box::pin(async move {
            let mut results = connection.fetch_many(raw_sql(AssertSqlSafe(sql)));
            let (mut columns, mut rows, mut affected) = (Vec::new(), Vec::new(), None);
            // Whether the rows are of a statement that is done: those of the last one count.
            let mut done = true;
            while let Some(result) = next(&mut results).await {
                match result.map_err(error_of::<Postgres>)? {
                    Either::Right(row) => {
                        if std::mem::take(&mut done) {
                            columns = columns_of(&row);
                            rows.clear();
                        }
                        rows.push(texts_of(&row)?);
                    }
                    Either::Left(result) => {
                        if std::mem::replace(&mut done, true) {
                            (columns, rows) = (Vec::new(), Vec::new());
                        }
                        affected = Some(result.rows_affected());
                    }
                }
            }
            Ok(Answer::Texts { columns, rows, affected })
        })
    }

    /// Within a transaction its time stands still.
    fn look(connection: &mut PgConnection) -> Waiting<'_, bool> {
        Box::pin(async move {
            let time = "SELECT pg_catalog.now()::text";
            let first = Self::execute(connection, time.to_owned(), Vec::new()).await?;
            let second = Self::execute(connection, time.to_owned(), Vec::new()).await?;
            match first == second {
                false => Ok(false),
                true => Err(DatabaseError::new(
                    ErrorKind::Programming,
                    "the connection is in a transaction that sqlx does not know of: begin it by \
                     sqlx's begin()",
                )),
            }
        })
    }

    /// Whatever was set in the transaction went with it.
    fn put_back(_: &mut PgConnection, _: bool) {}

    fn error(error: &dyn sqlx::error::DatabaseError) -> DatabaseError {
        let Some(error) = error.try_downcast_ref::<PgDatabaseError>() else {
            return DatabaseError::new(ErrorKind::Database, error.message());
        };
        let position = match error.position() {
            Some(PgErrorPosition::Original(position)) => position.try_into().ok(),
            _ => None,
        };
        DatabaseError {
            sqlstate: Some(error.code().to_owned()),
            detail: error.detail().map(str::to_owned),
            hint: error.hint().map(Into::into),
            context: error.r#where().map(Into::into),
            constraint: error.constraint().map(str::to_owned),
            table: error.table().map(Into::into),
            column: error.column().map(Into::into),
            position,
            ..DatabaseError::new(ErrorKind::from_sqlstate(error.code()), error.message())
        }
    }
}

fn columns_of(row: &PgRow) -> Vec<(String, u32)> {
    let number =
        |column: &sqlx::postgres::PgColumn| column.type_info().oid().map_or(0, |number| number.0);
    row.columns().iter().map(|column| (column.name().to_owned(), number(column))).collect()
}

fn texts_of(row: &PgRow) -> Result<Vec<Option<String>>, DatabaseError> {
    let text = |place: usize| {
        let value = row.try_get_raw(place).map_err(error_of::<Postgres>)?;
        if value.is_null() {
            return Ok(None);
        }
        let bytes = value
            .as_bytes()
            .map_err(|error| DatabaseError::new(ErrorKind::Interface, error.to_string()))?;
        Ok(Some(String::from_utf8_lossy(bytes).into_owned()))
    };
    (0..row.len()).map(text).collect()
}
