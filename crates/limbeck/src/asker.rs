//! Questions to the user, for what only a person can tell.

use std::{fmt, sync::Arc};

/// Puts a question that yes or no answers.
///
/// A project without one has nobody to ask: its commands then do what needs no answer, or say
/// which option gives it.
#[derive(Clone)]
pub struct Asker(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl Asker {
    /// An asker that calls `ask` with each question, on the thread of the run.
    pub fn new(ask: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Asker(Arc::new(ask))
    }

    /// The answer to a question.
    #[must_use]
    pub fn ask(&self, question: &str) -> bool {
        (self.0)(question)
    }
}

impl fmt::Debug for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asker")
    }
}
