//! Exit statuses: the table that pipelines written for Alembic rely on.

use std::process::ExitCode;

use clap::error::ErrorKind;
use limbeck::Error;

use crate::output::Output;

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0.
    Done,
    /// 255: the command cannot be carried out (`FAILED: ...`).
    Failed,
    /// 1: something broke, a script or the database.
    Broken,
    /// 2: the command line is wrong.
    Usage,
    /// What a script asked for by `sys.exit()`.
    Script(u8),
    /// 130, or ended by the signal itself: Ctrl-C.
    Interrupted,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Done => 0,
            Status::Failed => 255,
            Status::Broken => 1,
            Status::Usage => 2,
            Status::Script(status) => status,
            // As a shell tells of a program that Ctrl-C ended.
            Status::Interrupted => 130,
        })
    }
}

impl Status {
    /// Prints what clap has to say, which may be the help that was asked for.
    pub(crate) fn of_usage(error: &clap::Error) -> Status {
        // Nothing can be said where the streams are closed.
        let _ = error.print();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Status::Done,
            _ => Status::Usage,
        }
    }

    /// Prints an error the way its kind is shown. With `raise`, plain failures end like the
    /// others, as under `alembic --raiseerr`.
    pub(crate) fn of_error(error: &Error, output: Output, raise: bool) -> Status {
        match error {
            Error::Usage(message) => {
                output.error(&format!("limbeck: error: {message}\nTry `limbeck --help`."));
                return Status::Usage;
            }
            Error::Cancelled => {
                output.error(&format!("error: {error}"));
                return Status::Interrupted;
            }
            Error::Exit(status) => return Status::Script(status.to_le_bytes()[0]),
            Error::Python(failure) => {
                output.error(&failure.traceback);
                if let Some(hint) = error.hint() {
                    output.hint(&hint);
                }
                return match failure.class == "KeyboardInterrupt" {
                    true => Status::Interrupted,
                    false => Status::Broken,
                };
            }
            _ => {}
        }
        let status = match error.is_failure() && !raise {
            true => {
                output.failed(&error.to_string());
                if let Error::Differences(differences) = error {
                    output.details(&differences.details);
                }
                Status::Failed
            }
            false => {
                output.error(&format!("error: {}", chain(error)));
                Status::Broken
            }
        };
        if let Some(hint) = error.hint() {
            output.hint(&hint);
        }
        status
    }
}

/// An error with what caused it, each said once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text += &format!(": {cause_text}");
        }
        source = cause.source();
    }
    text
}
