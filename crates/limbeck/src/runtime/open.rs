//! Open connections by their ids; one may be at work on a thread of its own.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver},
    },
    thread,
};

use limbeck_core::{
    dialect::{Backend, Dialect},
    reflect,
    sql::{StatementClass, classify},
    statement::{DatabaseError, Statement},
};
use limbeck_db::{CatalogReader, ConnectOptions, Connection, Isolation, Session, Url};

/// An open connection and what it was opened with.
pub(super) struct Open {
    pub connection: Connection,
    pub url: Url,
    pub options: ConnectOptions,
    /// The isolation to return to after a block in autocommit.
    pub isolation: Option<Isolation>,
    /// Something ran since the last commit or rollback: SQLAlchemy takes a transaction for
    /// begun then, whether or not the database had to begin one.
    pub used: bool,
    /// Something was written since then that a rollback would take back.
    pub wrote: bool,
    /// A script took back what was written.
    pub undone: bool,
    /// A statement is under way.
    pub runs: Arc<AtomicBool>,
}

impl Open {
    /// No statement has run yet.
    pub fn new(
        connection: Connection,
        url: Url,
        options: ConnectOptions,
        runs: Arc<AtomicBool>,
    ) -> Self {
        let (used, wrote, undone) = (false, false, false);
        Open { connection, url, options, isolation: None, used, wrote, undone, runs }
    }

    /// A statement is about to run.
    pub fn uses(&mut self, sql: &str) {
        self.used = true;
        let backend = self.connection.dialect().backend;
        let commits = matches!(backend, Backend::Mysql | Backend::Mariadb);
        if self.wrote && !commits {
            return;
        }
        match classify(sql, backend) {
            StatementClass::Dml => self.wrote = true,
            StatementClass::Ddl => self.wrote = !commits,
            _ => {}
        }
    }

    /// The same for several, of which most have one text.
    pub fn uses_each(&mut self, statements: &[Statement]) {
        for same in statements.chunk_by(|one, other| one.sql == other.sql) {
            self.uses(&same[0].sql);
        }
    }

    /// The transaction has ended, or is about to.
    pub fn ends(&mut self) {
        self.used = false;
        self.wrote = false;
    }

    pub fn work<T>(
        &mut self,
        work: impl FnOnce(&mut Open) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        self.runs.store(true, Ordering::Release);
        let done = work(self);
        self.runs.store(false, Ordering::Release);
        done.map_err(|error| {
            let driver = Some(self.connection.dialect().driver.as_str().into());
            DatabaseError { driver, ..error }
        })
    }

    pub fn reflect<T>(
        &mut self,
        work: impl FnOnce(&Dialect, &mut reflect::Run<'_>) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        let dialect = self.connection.dialect().clone();
        self.used = true;
        let mut run = CatalogReader(&mut self.connection);
        work(&dialect, &mut run)
    }
}

enum Place {
    Here(Box<Open>),
    /// With a thread, which gives it back when it is done.
    Away(Receiver<Box<Open>>),
}

/// The connections of a run.
#[derive(Default)]
pub(super) struct OpenConnections {
    all: RefCell<BTreeMap<u64, Place>>,
    /// No id is given twice: Python code may still hold that of a closed connection.
    last: Cell<u64>,
}

impl OpenConnections {
    /// An id for a connection that is to come.
    pub fn next_id(&self) -> u64 {
        self.last.set(self.last.get() + 1);
        self.last.get()
    }

    pub fn insert(&self, id: u64, open: Open) {
        self.all.borrow_mut().insert(id, Place::Here(Box::new(open)));
    }

    /// The id of the connection opened last of those that are open.
    pub fn newest(&self) -> u64 {
        self.all.borrow().keys().next_back().copied().unwrap_or(0)
    }

    pub fn retain(&self, wanted: impl Fn(u64) -> bool) {
        self.all.borrow_mut().retain(|id, _| wanted(*id));
    }

    /// Has `work` use a connection, for which it waits where a thread has it; `None` where it is
    /// closed.
    pub fn with<T>(&self, id: u64, work: impl FnOnce(&mut Open) -> T) -> Option<T> {
        let mut all = self.all.borrow_mut();
        let place = all.get_mut(&id)?;
        if let Place::Away(back) = place {
            // A thread that panicked gives nothing back.
            *place = Place::Here(back.recv().ok()?);
        }
        match place {
            Place::Here(open) => Some(work(open)),
            Place::Away(_) => None,
        }
    }

    /// Has `work` use a connection on a thread of its own, and does `meanwhile` here, which waits
    /// for the thread where it asks for this connection.
    pub fn beside<T: Send, O>(
        &self,
        id: u64,
        work: impl FnOnce(&mut Open) -> T + Send,
        meanwhile: impl FnOnce() -> O,
    ) -> (Option<T>, O) {
        let (give, back) = mpsc::channel();
        let taken = self.all.borrow_mut().insert(id, Place::Away(back));
        let Some(Place::Here(mut open)) = taken else {
            self.all.borrow_mut().remove(&id);
            return (None, meanwhile());
        };
        let both = thread::scope(|scope| {
            let at_work = scope.spawn(move || {
                let done = work(&mut open);
                // Nobody takes it back where it was closed meanwhile: it ends here.
                drop(give.send(open));
                done
            });
            let other = meanwhile();
            let done = at_work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (Some(done), other)
        });
        self.with(id, |_| ());
        both
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> (OpenConnections, u64) {
        let connections = OpenConnections::default();
        let url: Url = "sqlite://".parse().expect("a URL");
        let options = ConnectOptions::default();
        let connection = Connection::open(&url, &options).expect("a database in memory");
        let runs = Arc::default();
        let id = connections.next_id();
        let open = Open::new(connection, url, options, runs);
        connections.insert(id, open);
        (connections, id)
    }

    #[test]
    fn a_connection_that_a_thread_has_is_waited_for() {
        let (connections, id) = opened();
        let (done, seen) = connections.beside(
            id,
            |open| open.used = true,
            || connections.with(id, |open| open.used),
        );
        assert_eq!((done, seen), (Some(()), Some(true)));
        assert_eq!(connections.with(id, |open| open.used), Some(true));
    }

    #[test]
    fn a_connection_may_be_closed_while_a_thread_has_it() {
        let (connections, id) = opened();
        let (done, ()) = connections.beside(id, |_| 1, || connections.retain(|_| false));
        assert_eq!(done, Some(1));
        assert_eq!(connections.with(id, |_| ()), None);
        assert_ne!(connections.next_id(), id);
    }
}
