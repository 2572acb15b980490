//! What Ctrl-C does to a run: it cancels the statement that runs, and has the script end.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use limbeck_db::{Canceller, Connection};
use limbeck_python::Interrupter;

use crate::interrupt::Interruptible;

/// The statements of a run's connections, for the thread that may cancel them.
#[derive(Clone, Default)]
pub(super) struct Statements(Arc<Mutex<BTreeMap<u64, Statement>>>);

struct Statement {
    canceller: Canceller,
    runs: Arc<AtomicBool>,
}

impl Statements {
    /// Takes note of a connection; what this gives is true while one of its statements runs.
    pub fn of(&self, id: u64, connection: &Connection) -> Arc<AtomicBool> {
        let runs = Arc::new(AtomicBool::new(false));
        if let Some(canceller) = connection.canceller() {
            self.all().insert(id, Statement { canceller, runs: Arc::clone(&runs) });
        }
        runs
    }

    /// Forgets the connections that are none of `open`.
    pub fn retain(&self, open: impl Fn(u64) -> bool) {
        self.all().retain(|id, _| open(*id));
    }

    fn cancel(&self) {
        let all = self.all();
        let running = all.values().filter(|statement| statement.runs.load(Ordering::Acquire));
        for statement in running {
            // A server that cannot be asked goes on; the run hears of it after the statement.
            let _ = statement.canceller.cancel();
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<u64, Statement>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A run, as the thread sees it that interrupts it.
pub(super) struct Interruption {
    pub interrupter: Interrupter,
    pub statements: Statements,
}

impl Interruptible for Interruption {
    fn interrupt(&self) {
        self.interrupter.interrupt();
        self.statements.cancel();
    }

    fn is_deaf(&self) -> bool {
        self.interrupter.is_pending()
    }
}
