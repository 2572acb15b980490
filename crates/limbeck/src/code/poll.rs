//! Drives the future of a migration on the thread of its run, which is nobody's runtime.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use super::Work;
use crate::{Error, Result, code, engine::Cancellation};

/// How long a cancelled run may go on waiting for something that is no statement.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The tokio runtime in which a run is awaited, if it is one: what a migration awaits of tokio
/// needs it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reactor(Option<tokio::runtime::Handle>);

impl Reactor {
    /// That of the calling thread.
    pub fn current() -> Reactor {
        Reactor(tokio::runtime::Handle::try_current().ok())
    }

    /// Makes it this thread's, until the answer is dropped.
    pub fn enter(&self) -> Option<tokio::runtime::EnterGuard<'_>> {
        self.0.as_ref().map(tokio::runtime::Handle::enter)
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Does the work of a migration to its end, or until the run is cancelled; a panic is an error of
/// the migration, so that its step is undone and the program lives on.
pub(crate) fn drive<'a>(
    start: impl FnOnce() -> Option<Work<'a>>,
    cancelled: &Cancellation,
) -> Result<code::Result> {
    // What a panic leaves half done is the migration's own and the transaction's, which goes.
    let done = panic::catch_unwind(AssertUnwindSafe(|| match start() {
        Some(work) => run(work, cancelled),
        None => Ok(Ok(())),
    }));
    done.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("without a message");
        Ok(Err(format!("the migration panicked: {text}").into()))
    })
}

fn run(mut future: Work<'_>, cancelled: &Cancellation) -> Result<code::Result> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(outcome) = future.as_mut().poll(&mut context) {
            return Ok(outcome);
        }
        if cancelled.is_asked() {
            return Err(Error::Cancelled);
        }
        thread::park_timeout(LOOK_AGAIN);
    }
}
