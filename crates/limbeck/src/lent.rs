//! Runs on connections of the program's own, whichever driver they are of.
//!
//! This is what a crate for a driver is made of, as `limbeck-sqlx` is: programs use that one. The
//! run's own thread puts [`Request`]s, and what the driver's crate gives as a [`Serving`] answers
//! them, on the program's runtime, while the run is awaited.
//!
//! ```
//! use limbeck::{Migrator, Revisions, lent::{Answer, Ask, Requests}};
//!
//! /// Answers as a database that has nothing yet; a driver would run the statements.
//! async fn serve(mut requests: Requests) {
//!     while let Some(request) = requests.next().await {
//!         let answer = match request.ask() {
//!             Ask::Open => Answer::Opened {
//!                 backend: limbeck::Backend::Sqlite,
//!                 in_transaction: false,
//!             },
//!             Ask::Execute { .. } => Answer::Rows(Default::default()),
//!             Ask::Begin | Ask::Commit | Ask::Rollback => Answer::Done,
//!         };
//!         request.answer(Ok(answer));
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> limbeck::Result<()> {
//! let first = ("a1.sql", "-- revision: a1\n-- down_revision:\n-- upgrade\n");
//! let migrator = Migrator::lent(&Revisions::from_texts([first]))?;
//! let pending = migrator.on(|requests| Box::pin(serve(requests))).pending().await?;
//! assert_eq!(pending[0].to, ["a1"]);
//! # Ok(())
//! # }
//! # main().unwrap();
//! ```

use std::{fmt, future::Future, pin::Pin, sync::Arc, sync::mpsc as answers};

use limbeck_db::lent::Link;
use tokio::sync::mpsc;

pub use limbeck_core::statement::{DatabaseError, ErrorKind, ResultColumn, Rows, Value};
pub use limbeck_db::lent::{Answer, Ask, mysql_error_kind, sqlite_error_kind};

/// Answers the requests of a run, until there are no more. It holds the connection; dropped before
/// it is done, it undoes what is not committed.
pub type Serving<'c> = Pin<Box<dyn Future<Output = ()> + Send + 'c>>;

/// The requests of one run.
#[derive(Debug)]
pub struct Requests(mpsc::UnboundedReceiver<Request>);

impl Requests {
    /// The next one, once it is there; `None` when the run is over.
    pub async fn next(&mut self) -> Option<Request> {
        self.0.recv().await
    }
}

/// Something that a run asks of the driver, and waits for.
#[derive(Debug)]
pub struct Request {
    ask: Ask,
    answer: answers::SyncSender<Result<Answer, DatabaseError>>,
}

impl Request {
    /// What is asked for.
    pub fn ask(&self) -> &Ask {
        &self.ask
    }

    /// Lets the run go on.
    pub fn answer(self, answer: Result<Answer, DatabaseError>) {
        // A run that is over wants no answer.
        let _ = self.answer.send(answer);
    }
}

/// Where a run's thread reaches the driver.
pub(crate) struct Channel(mpsc::UnboundedSender<Request>);

/// Both ends of a way to the driver.
pub(crate) fn channel() -> (Channel, Requests) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Channel(sender), Requests(receiver))
}

impl Link for Channel {
    fn ask(&mut self, ask: Ask) -> Result<Answer, DatabaseError> {
        let gone = || {
            let message = "the lent connection is gone: nobody awaits the run any more";
            DatabaseError::new(ErrorKind::Interface, message)
        };
        let (answer, answered) = answers::sync_channel(1);
        self.0.send(Request { ask, answer }).map_err(|_| gone())?;
        answered.recv().map_err(|_| gone())?
    }
}

type Lend = dyn Fn(Requests) -> Serving<'static> + Send + Sync;

/// What gives a connection for each run: a pool.
#[derive(Clone)]
pub(crate) struct Pool(pub Arc<Lend>);

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pool")
    }
}
