//! Runs within a run, which Python code of it starts: on its thread, in its interpreter and with
//! its connections.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use limbeck_python::{Host, HostError, Python, PythonError};

use super::{Job, Request, Run, connections::Connections};
use crate::{Error, Project, Result, config::Config, scripts::Scripts};

/// What a run lends to those within it.
pub(super) struct Outer {
    pub python: Python,
    pub connections: Rc<Connections>,
    /// How a run within ended, for the call that started it.
    ended: RefCell<Option<Ended>>,
}

#[derive(Default)]
struct Ended {
    raised: Option<PythonError>,
    failure: Option<Error>,
    config: Option<Config>,
}

thread_local! {
    /// The runs of this thread that are under way, the innermost last.
    static OUTER: RefCell<Vec<Rc<Outer>>> = const { RefCell::new(Vec::new()) };
}

/// The run that is under way on this thread.
pub(super) fn outer() -> Option<Rc<Outer>> {
    OUTER.with_borrow(|runs| runs.last().cloned())
}

/// How many runs are under way on this thread.
pub(super) fn depth() -> usize {
    OUTER.with_borrow(Vec::len)
}

/// Has `work` done with this run as the one that commands are within.
pub(super) fn within<T>(
    python: &Python,
    connections: &Rc<Connections>,
    work: impl FnOnce() -> T,
) -> T {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            OUTER.with_borrow_mut(Vec::pop);
        }
    }
    let (python, connections) = (python.clone(), Rc::clone(connections));
    let outer = Outer { python, connections, ended: RefCell::default() };
    OUTER.with_borrow_mut(|runs| runs.push(Rc::new(outer)));
    let _leave = Leave;
    work()
}

/// Does a job within the run that is under way: its env.py, or what stands in for that.
pub(super) fn run(
    outer: &Outer,
    project: &Project,
    scripts: &Arc<Scripts>,
    job: Job,
) -> Result<()> {
    let run = Run::new(project.clone(), Arc::clone(scripts), job);
    let run = Rc::new(Run { connections: Rc::clone(&outer.connections), ..run });
    let python = run.python.get_or_init(|| outer.python.clone());
    python.prepend_sys_path(&run.sys_path())?;
    let before = outer.connections.newest();
    let outcome: Result<_> = python.with_host(Rc::clone(&run) as Rc<dyn Host>, |python| {
        within(python, &run.connections, || match &run.project.direct {
            Some(direct) => {
                let source = run.direct_source(direct)?;
                Ok(python.run_source("<limbeck --url>", &source).map(drop))
            }
            None => Ok(python.load_file("env_py", &scripts.directory.env_py()).map(drop)),
        })
    });
    outer.connections.close_after(before);
    let (outcome, raised) = match outcome? {
        Ok(()) => (Ok(()), None),
        Err(raised) => (Err(Error::Command(raised.to_string())), Some(raised)),
    };
    let config = Some(run.config.borrow().clone());
    outer.ended.replace(Some(Ended { raised, failure: run.failure.take(), config }));
    outcome
}

/// Does a generating job within the run that is under way, and then `work`.
pub(super) fn run_then<T>(
    outer: &Outer,
    project: &Project,
    scripts: &Arc<Scripts>,
    job: Job,
    request: Option<Request>,
    work: impl FnOnce(&Run, &Python) -> Result<T>,
) -> Result<T> {
    let run = Run::new(project.clone(), Arc::clone(scripts), job);
    let run = Rc::new(Run { connections: Rc::clone(&outer.connections), ..run });
    let python = run.python.get_or_init(|| outer.python.clone());
    python.prepend_sys_path(&run.sys_path())?;
    let before = outer.connections.newest();
    let outcome = python.with_host(Rc::clone(&run) as Rc<dyn Host>, |python| {
        within(python, &run.connections, || {
            if let Some(request) = request {
                run.begin_generation(&request)?;
                run.load_env(python)?;
            }
            work(&run, python)
        })
    });
    outer.connections.close_after(before);
    let config = Some(run.config.borrow().clone());
    outer.ended.replace(Some(Ended { config, ..Ended::default() }));
    outcome
}

impl Run {
    /// The outcome of a command for the code that called it, with the exception that ended the
    /// run within, if one did.
    pub(super) fn after_run_within<T>(
        &self,
        same_config: bool,
        outcome: Result<T>,
    ) -> Result<T, HostError> {
        let ended = outer().and_then(|outer| outer.ended.take()).unwrap_or_default();
        if let (true, Some(config)) = (same_config, ended.config) {
            self.config.replace(config);
        }
        if ended.failure.is_some() {
            self.failure.replace(ended.failure);
        }
        outcome.map_err(|error| match ended.raised {
            Some(raised) => HostError::Python(raised),
            None => self.raise(error),
        })
    }
}
