//! Asks a run to end early, from another thread.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Ends the runs of a project as Ctrl-C ends Alembic: the statement that runs is cancelled,
/// `KeyboardInterrupt` is raised in the script, and what is not committed is undone.
///
/// Clones end the same runs.
///
/// ```
/// use limbeck::Interrupt;
/// let interrupt = Interrupt::default();
/// let other = interrupt.clone();
/// assert!(!other.request(), "nothing runs");
/// ```
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Mutex<Runs>>);

/// The runs that are under way, by numbers of which the last has the highest.
type Runs = Vec<(usize, Box<dyn Interruptible>)>;

/// A run that can be asked to end.
pub(crate) trait Interruptible: Send {
    fn interrupt(&self);
    /// It was asked to, and has not heard of it.
    fn is_deaf(&self) -> bool;
}

impl Interrupt {
    /// Interrupts the runs that are under way; says whether there were any.
    pub fn request(&self) -> bool {
        let runs = self.runs();
        runs.iter().for_each(|(_, run)| run.interrupt());
        !runs.is_empty()
    }

    /// Whether a run that was interrupted has not got so far as to notice: it connects, say.
    pub fn is_pending(&self) -> bool {
        self.runs().iter().any(|(_, run)| run.is_deaf())
    }

    /// Takes note of a run until the guard is dropped, on the thread of the run.
    pub(crate) fn during(&self, run: Box<dyn Interruptible>) -> impl Drop + use<> {
        let mut runs = self.runs();
        let number = runs.last().map_or(0, |(last, _)| last + 1);
        runs.push((number, run));
        Noted { interrupt: self.clone(), number }
    }

    fn runs(&self) -> MutexGuard<'_, Runs> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Noted {
    interrupt: Interrupt,
    number: usize,
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.interrupt.runs().retain(|(number, _)| *number != self.number);
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupt")
    }
}
