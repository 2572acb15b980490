//! Drives the future of a migration on the thread of its run, which is nobody's runtime.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use crate::{Error, Result, engine::Cancellation};

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

/// Runs a future to its end, or until the run is cancelled.
pub(crate) fn drive<T>(
    mut future: Pin<Box<dyn Future<Output = T> + '_>>,
    cancelled: &Cancellation,
) -> Result<T> {
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
