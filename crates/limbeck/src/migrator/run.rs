//! A run to await: on a thread of its own, and rolled back when nobody waits for it any more.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;

use crate::{Error, Result, code::Reactor, engine::Cancellation, lent::Serving};

type Work<T> = Box<dyn FnOnce(&Arc<Cancellation>) -> Result<T> + Send>;

/// Something that a [`Migrator`](crate::Migrator) is asked for.
///
/// It begins when it is first polled. Dropped before its end, it stops at the next statement and
/// rolls back what is not kept yet.
#[must_use = "nothing happens before it is awaited, or waited for"]
pub struct Run<T>(Running<'static, T>);

impl<T: Send + 'static> Run<T> {
    pub(super) fn new(work: impl FnOnce(&Arc<Cancellation>) -> Result<T> + Send + 'static) -> Self {
        Run(Running::new(None, Box::new(work)))
    }

    /// A run whose connection is served while it is awaited.
    pub(super) fn served(
        serving: Serving<'static>,
        work: impl FnOnce(&Arc<Cancellation>) -> Result<T> + Send + 'static,
    ) -> Self {
        Run(Running::served(serving, work))
    }

    /// Does it on this thread, which waits for the end: for programs that are not async.
    ///
    /// # Errors
    /// Those of the method that gave this run; on a pool of the program's, that only awaiting it
    /// leads anywhere.
    pub fn wait(mut self) -> Result<T> {
        if self.0.serving.is_some() {
            return Err(Error::Usage(
                "a run on a connection of the program's own cannot be waited for: await it"
                    .to_owned(),
            ));
        }
        match &mut self.0.state {
            State::New(work) => match work.take() {
                Some(work) => work(&self.0.cancelled),
                None => Err(Error::Cancelled),
            },
            State::Running { .. } => Err(Error::Usage(
                "a run that has been polled cannot be waited for: await it".to_owned(),
            )),
        }
    }
}

impl<T: Send + 'static> Future for Run<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> fmt::Debug for Run<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Run")
    }
}

/// A run, with what serves it a connection of the program's.
pub(super) struct Running<'c, T> {
    state: State<T>,
    serving: Option<Serving<'c>>,
    outcome: Option<Result<T>>,
    cancelled: Arc<Cancellation>,
}

enum State<T> {
    New(Option<Work<T>>),
    Running { answer: oneshot::Receiver<Result<T>>, thread: Option<JoinHandle<()>> },
}

impl<'c, T: Send + 'static> Running<'c, T> {
    fn new(serving: Option<Serving<'c>>, work: Work<T>) -> Self {
        let cancelled = Arc::default();
        Running { state: State::New(Some(work)), serving, outcome: None, cancelled }
    }

    pub(super) fn served(
        serving: Serving<'c>,
        work: impl FnOnce(&Arc<Cancellation>) -> Result<T> + Send + 'static,
    ) -> Self {
        Running::new(Some(serving), Box::new(work))
    }

    fn start(&mut self) -> Result<()> {
        let State::New(work) = &mut self.state else { return Ok(()) };
        let Some(work) = work.take() else { return Err(Error::Cancelled) };
        let (sender, answer) = oneshot::channel();
        let cancelled = Arc::clone(&self.cancelled);
        let thread = thread::Builder::new().name("limbeck run".to_owned());
        let reactor = Reactor::current();
        let thread = thread.spawn(move || {
            let _entered = reactor.enter();
            // Where nobody waits any more the run was cancelled, and has rolled back.
            let _ = sender.send(work(&cancelled));
        });
        let thread =
            thread.map_err(|source| Error::File { path: "a thread for the run".into(), source })?;
        self.state = State::Running { answer, thread: Some(thread) };
        Ok(())
    }

    fn poll_outcome(&mut self, context: &mut Context<'_>) -> Poll<Result<T>> {
        let State::Running { answer, thread } = &mut self.state else {
            return Poll::Ready(Err(Error::Cancelled));
        };
        Pin::new(answer).poll(context).map(|answer| match (answer, thread.take()) {
            (Ok(outcome), _) => outcome,
            (Err(_), Some(thread)) => match thread.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => Err(Error::Cancelled),
            },
            (Err(_), None) => Err(Error::Cancelled),
        })
    }
}

impl<T: Send + 'static> Future for Running<'_, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        if let Err(error) = self.start() {
            return Poll::Ready(Err(error));
        }
        if let Some(serving) = &mut self.serving
            && serving.as_mut().poll(context).is_ready()
        {
            self.serving = None;
        }
        if self.outcome.is_none()
            && let Poll::Ready(outcome) = self.poll_outcome(context)
        {
            self.outcome = Some(outcome);
        }
        // What serves the run gives the connection back when that is over, which it sees by itself.
        match self.serving.is_none() {
            true => self.outcome.take().map_or(Poll::Pending, Poll::Ready),
            false => Poll::Pending,
        }
    }
}

impl<T> Unpin for Running<'_, T> {}

impl<T> Drop for Running<'_, T> {
    fn drop(&mut self) {
        self.cancelled.ask();
    }
}
