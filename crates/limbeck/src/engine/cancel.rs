//! How one thread ends the run of another.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use limbeck_db::{Canceller, Connection};

use crate::interrupt::Interruptible;

/// A wish that a run end, which it looks for between statements.
#[derive(Debug, Default)]
pub(crate) struct Cancellation {
    asked: AtomicBool,
    /// Ends the statement that is running, too.
    canceller: Mutex<Option<Canceller>>,
    /// Ends the script that is running.
    #[cfg(feature = "python")]
    interrupt: Mutex<Option<crate::Interrupt>>,
}

impl Cancellation {
    /// Wishes it, from any thread; does not wait.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::SeqCst);
        #[cfg(feature = "python")]
        if let Some(interrupt) =
            self.interrupt.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            interrupt.request();
        }
        let canceller = self.canceller.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(canceller) = canceller else { return };
        // A server is asked over a connection of its own, which may take a while. Where there can
        // be no thread for it, the run ends after its statement.
        let _ = std::thread::Builder::new().spawn(move || canceller.cancel());
    }

    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// From here on this is interrupted, too.
    #[cfg(feature = "python")]
    pub fn also(&self, interrupt: &crate::Interrupt) {
        let interrupt = Some(interrupt.clone());
        *self.interrupt.lock().unwrap_or_else(PoisonError::into_inner) = interrupt;
    }

    /// From here on the statements of this connection can be ended.
    pub fn watch(&self, connection: &Connection) {
        let canceller = connection.canceller();
        *self.canceller.lock().unwrap_or_else(PoisonError::into_inner) = canceller;
    }
}

impl Interruptible for Arc<Cancellation> {
    fn interrupt(&self) {
        self.ask();
    }

    fn is_deaf(&self) -> bool {
        false
    }
}
