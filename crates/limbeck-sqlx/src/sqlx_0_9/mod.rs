//! Connections of sqlx 0.9.

#[cfg(feature = "sqlx-0_9-mysql")]
mod mysql;
#[cfg(feature = "sqlx-0_9-postgresql")]
mod postgresql;
#[cfg(feature = "sqlx-0_9-sqlite")]
mod sqlite;

use std::{future::Future, pin::Pin};

use futures_core::Stream;
use limbeck::{
    Backend,
    lent::{Answer, Ask, DatabaseError, ErrorKind, Requests, Serving, Value},
};
use sqlx::{Connection, Database, Error, Pool, Transaction, pool::PoolConnection};

/// A database that both sqlx and Limbeck speak to: `Postgres`, with the feature
/// `sqlx-0_9-postgresql`, `MySql`, which MariaDB is to sqlx too, with `sqlx-0_9-mysql`, and
/// `Sqlite`, with `sqlx-0_9-sqlite`.
pub trait Driver: sealed::Driver {}

type Waiting<'a, T> = Pin<Box<dyn Future<Output = Result<T, DatabaseError>> + Send + 'a>>;

mod sealed {
    use super::{Answer, Backend, Database, DatabaseError, Value, Waiting};

    /// What differs between the databases.
    pub trait Driver: Database {
        const BACKEND: Backend;
        /// Whether a pool closes the connection of a run that was dropped.
        const CLOSED_WHERE_DROPPED: bool = false;

        /// Runs a text as `Ask::Execute` wants it.
        fn execute(
            connection: &mut Self::Connection,
            sql: String,
            params: Vec<Value>,
        ) -> Waiting<'_, Answer>;

        /// What of the connection a run may change and put back, if it gets so far; refuses a
        /// connection in a transaction that sqlx does not know of.
        fn look(connection: &mut Self::Connection) -> Waiting<'_, bool>;

        /// Puts back what a run that was dropped cannot, without waiting.
        fn put_back(connection: &mut Self::Connection, looked: bool);

        /// What the database says in an error of sqlx.
        fn error(error: &dyn sqlx::error::DatabaseError) -> DatabaseError;
    }
}

/// The connections of a pool, one for each run: for [`limbeck::Migrator::on_pool`].
pub fn pool<D: Driver>(
    pool: &Pool<D>,
) -> impl Fn(Requests) -> Serving<'static> + Send + Sync + use<D> {
    let pool = pool.clone();
    move |requests| {
        let pool = pool.clone();
        Box::pin(async move {
            match pool.acquire().await {
                Ok(connection) => {
                    let mut pooled = Pooled { connection, over: false };
                    serve::<D>(&mut pooled.connection, requests).await;
                    pooled.over = true;
                }
                Err(error) => refuse(requests, &error_of::<D>(error)).await,
            }
        })
    }
}

/// A connection of a pool's.
struct Pooled<D: Driver> {
    connection: PoolConnection<D>,
    /// The run has come to its end.
    over: bool,
}

impl<D: Driver> Drop for Pooled<D> {
    fn drop(&mut self) {
        if D::CLOSED_WHERE_DROPPED && !self.over {
            self.connection.close_on_drop();
        }
    }
}

/// A connection for one run, within a transaction perhaps: for [`limbeck::Migrator::on`].
///
/// A connection of a pool and a transaction are lent as `&mut *connection`.
pub fn connection<'c, C>(
    connection: &'c mut C,
) -> impl FnOnce(Requests) -> Serving<'c> + Send + use<'c, C>
where
    C: Connection,
    C::Database: Driver + Database<Connection = C>,
{
    move |requests| Box::pin(serve::<C::Database>(connection, requests))
}

/// A connection that is as it was lent once a run is over, also where that is dropped.
struct Lent<'a, D: Driver> {
    connection: &'a mut D::Connection,
    looked: Option<bool>,
}

impl<D: Driver> Drop for Lent<'_, D> {
    fn drop(&mut self) {
        if let Some(looked) = self.looked {
            D::put_back(self.connection, looked);
        }
    }
}

async fn serve<D: Driver>(connection: &mut D::Connection, mut requests: Requests) {
    let mut lent = Lent::<D> { connection, looked: None };
    while let Some(request) = requests.next().await {
        let answer = match request.ask() {
            Ask::Open => match open::<D>(lent.connection).await {
                Ok((in_transaction, looked)) => {
                    lent.looked = Some(looked);
                    Ok(Answer::Opened { backend: D::BACKEND, in_transaction })
                }
                Err(error) => Err(error),
            },
            Ask::Begin => match lent.connection.begin().await {
                Ok(transaction) => {
                    request.answer(Ok(Answer::Done));
                    serve_within::<D>(transaction, &mut requests).await;
                    continue;
                }
                Err(error) => Err(error_of::<D>(error)),
            },
            Ask::Execute { sql, params } => {
                D::execute(lent.connection, sql.clone(), params.clone()).await
            }
            Ask::Commit | Ask::Rollback => Ok(Answer::Done),
        };
        request.answer(answer);
    }
    // The run has put everything back by itself.
    lent.looked = None;
}

/// Until the transaction ends; it is rolled back where it is dropped.
async fn serve_within<D: Driver>(mut transaction: Transaction<'_, D>, requests: &mut Requests) {
    while let Some(request) = requests.next().await {
        let answer = match request.ask() {
            Ask::Execute { sql, params } => {
                D::execute(&mut transaction, sql.clone(), params.clone()).await
            }
            Ask::Commit => {
                let ended = transaction.commit().await;
                return request.answer(ended.map(|()| Answer::Done).map_err(error_of::<D>));
            }
            Ask::Rollback => {
                let ended = transaction.rollback().await;
                return request.answer(ended.map(|()| Answer::Done).map_err(error_of::<D>));
            }
            Ask::Open | Ask::Begin => {
                let message = "a transaction has begun already";
                Err(DatabaseError::new(ErrorKind::Programming, message))
            }
        };
        request.answer(answer);
    }
}

/// Whether the connection is in a transaction, and what is to be put back.
async fn open<D: Driver>(connection: &mut D::Connection) -> Result<(bool, bool), DatabaseError> {
    let in_transaction = connection.is_in_transaction();
    match in_transaction {
        // Nothing that a run changes outlives it there.
        true => Ok((true, false)),
        false => Ok((false, D::look(connection).await?)),
    }
}

/// Tells a run what keeps it from its connection.
async fn refuse(mut requests: Requests, error: &DatabaseError) {
    while let Some(request) = requests.next().await {
        request.answer(Err(error.clone()));
    }
}

fn error_of<D: Driver>(error: Error) -> DatabaseError {
    match error {
        Error::Database(error) => D::error(&*error),
        other => DatabaseError::new(ErrorKind::Operational, other.to_string()),
    }
}

/// The next item of a stream.
async fn next<T>(stream: &mut (impl Stream<Item = T> + Unpin)) -> Option<T> {
    std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}
