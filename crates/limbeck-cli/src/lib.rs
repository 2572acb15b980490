//! The command line of Limbeck: arguments become a call of the library, events become output,
//! the outcome becomes an exit status.

mod arguments;
mod interrupt;
mod output;
mod program;
mod report;
mod status;

use std::{ffi::OsString, process::ExitCode, sync::Arc, time::Duration};

use clap::Parser;
use limbeck::{
    Direct, Interrupt, Project, Result, checks, commands,
    config::{Config, ConfigRequest, Environment},
    events::Event,
};

pub use program::Program;

use self::{
    arguments::{Arguments, Command, Db, Format},
    output::Output,
    status::Status,
};

/// Runs the command that the process was started with, which Ctrl-C and SIGTERM end in order.
///
/// A program of a project's own gives its models, which `check`, `diff` and
/// `revision --autogenerate` then compare with the database, or a [`Program`] that has revisions
/// in Rust as well:
///
/// ```no_run
/// #[derive(limbeck::Table)]
/// #[limbeck(name = "users")]
/// struct User {
///     #[limbeck(primary_key)]
///     id: i64,
/// }
///
/// fn main() -> std::process::ExitCode {
///     limbeck_cli::main(limbeck::metadata![User])
/// }
/// ```
pub fn main(program: impl Into<Program>) -> ExitCode {
    let interrupt = Interrupt::default();
    interrupt::watch(interrupt.clone());
    let status = run(std::env::args_os(), program.into(), interrupt);
    if status == Status::Interrupted {
        interrupt::end();
    }
    status.into()
}

/// Runs the command that `line` holds, the program's name first, with what the program brings,
/// until `interrupt` ends it.
pub fn run(
    line: impl IntoIterator<Item = OsString>,
    program: Program,
    interrupt: Interrupt,
) -> Status {
    let arguments = match Arguments::try_parse_from(line) {
        Ok(arguments) => arguments,
        Err(error) => return Status::of_usage(&error),
    };
    let output = Output::of_process(arguments.quiet);
    if arguments.version {
        output.print(concat!("limbeck ", env!("CARGO_PKG_VERSION")));
        return Status::Done;
    }
    let raise = arguments.raiseerr;
    match execute(arguments, output, program, interrupt) {
        Ok(status) => status,
        Err(error) => Status::of_error(&error, output, raise),
    }
}

fn execute(
    arguments: Arguments,
    output: Output,
    program: Program,
    interrupt: Interrupt,
) -> Result<Status> {
    let environment = environment()?;
    let request = ConfigRequest {
        files: arguments.config.iter().map(|file| file.to_string_lossy().into_owned()).collect(),
        section: arguments.name,
        x: arguments.x,
    };
    let Some(command) = arguments.command else {
        return Err(limbeck::Error::Usage("too few arguments".to_owned()));
    };
    let direct = arguments.url.map(|url| Direct { url, version_table: arguments.version_table });
    let placeholders = command.names_placeholders();
    let output = Output { placeholders, ..output };
    let subscriber = output.subscriber();
    let done = |()| Status::Done;
    let outcome = match command {
        // These make projects, so none need be there.
        Command::ListTemplates => commands::list_templates(&subscriber).map(done),
        Command::Init { template, package, directory } => {
            let options = commands::Init { template, package };
            commands::init(&request, &environment, &directory, &options, &subscriber).map(done)
        }
        // A program names its projects itself.
        Command::Run { words } => {
            if request != ConfigRequest::default() || direct.is_some() {
                return Err(limbeck::Error::Usage(RUN_TAKES_NOTHING.to_owned()));
            }
            let project = Project::new(Config::programmatic(&environment));
            let project = project.with_subscriber(subscriber.clone());
            let project = Project { process_ends: true, interrupt, ..project };
            run_program(&project, &words).map(done)
        }
        command => Project::load(&request, &environment).and_then(|project| {
            let project = project.with_subscriber(subscriber.clone()).with_direct(direct);
            let project = project.with_migrations(program.migrations);
            let models = program.models.map(Arc::new);
            let asker = output.asker();
            let project = Project { process_ends: true, interrupt, models, asker, ..project };
            match command {
                Command::Test { format, down_to } => test(&project, format, down_to, output),
                command => dispatch(&project, command).map(done),
            }
        }),
    };
    subscriber.send(Event::Flush);
    outcome
}

/// Checks the revisions; a report that tells of failures is no error of the command.
fn test(
    project: &Project,
    format: Format,
    down_to: Option<String>,
    output: Output,
) -> Result<Status> {
    let report = checks::run(project, &checks::Options { down_to })?;
    match format {
        Format::Json => output.print(&format!("{:#}", report.to_json())),
        Format::Text => output.details(&[report::text(&report)]),
    }
    Ok(if report.passed() { Status::Done } else { Status::Failed })
}

/// Why options that say what the project is stand in the wrong place.
const RUN_TAKES_NOTHING: &str =
    "-c, -n, -x and --url say nothing to a program: give it its options behind its name";

/// Runs a program of the project's own, its name the first of `words`.
fn run_program(project: &Project, words: &[OsString]) -> Result<()> {
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let arguments: Vec<String> =
        arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    commands::run(project, program.as_ref(), &arguments)
}

fn dispatch(project: &Project, command: Command) -> Result<()> {
    use commands as run;
    match command {
        Command::Branches { verbosity } => {
            run::branches(project, run::Branches { verbose: verbosity.verbose })
        }
        Command::Check { sql, full, from } => run::check(project, run::Check { sql, full, from }),
        Command::Current { check_heads, verbosity } => {
            run::current(project, run::Current { check_heads, verbose: verbosity.verbose })
        }
        Command::Db(Db::Create { which }) => run::create_database(project, &which.into()),
        Command::Db(Db::Drop { which, yes, force }) => {
            run::drop_database(project, &which.into(), run::DropDatabase { yes, force })
        }
        Command::Db(Db::Wait { which, timeout }) => {
            run::wait_for_database(project, &which.into(), Duration::from_secs(timeout))
        }
        Command::Diff { full, from, rename } => {
            run::diff(project, run::Diff { full, from, rename })
        }
        Command::Downgrade { offline, revision } => {
            let options = run::Downgrade { sql: offline.sql, tag: offline.tag };
            run::downgrade(project, &revision, &options)
        }
        Command::Edit { rev } => run::edit(project, &rev),
        Command::EnsureVersion { sql } => run::ensure_version(project, run::EnsureVersion { sql }),
        Command::Heads { verbosity, resolve_dependencies } => {
            run::heads(project, run::Heads { verbose: verbosity.verbose, resolve_dependencies })
        }
        Command::History { rev_range, verbosity, indicate_current } => {
            let verbose = verbosity.verbose;
            run::history(project, &run::History { range: rev_range, verbose, indicate_current })
        }
        Command::Import { stamp, history_table, tool, directory } => {
            run::import(project, tool, &directory, &run::Import { stamp, history_table })
        }
        Command::Merge { message, branch_label, rev_id, splice, revisions } => {
            let options = run::Merge { message, branch_label, rev_id, splice };
            run::merge(project, &revisions, options)
        }
        Command::Revision(arguments) => run::revision(project, arguments.into()),
        Command::Show { rev } => run::show(project, &rev),
        Command::Stamp { offline, purge, revisions } => {
            let options = run::Stamp { sql: offline.sql, tag: offline.tag, purge };
            run::stamp(project, &revisions, &options)
        }
        Command::Upgrade { offline, revision } => {
            let options = run::Upgrade { sql: offline.sql, tag: offline.tag };
            run::upgrade(project, &revision, &options)
        }
        Command::Init { .. }
        | Command::ListTemplates
        | Command::Run { .. }
        | Command::Test { .. } => Ok(()),
    }
}

impl From<arguments::RevisionArguments> for commands::NewRevision {
    fn from(given: arguments::RevisionArguments) -> Self {
        commands::NewRevision {
            message: given.message,
            autogenerate: given.autogenerate,
            full: given.full,
            from: given.from,
            rename: given.rename,
            sql: given.sql,
            head: given.head,
            splice: given.splice,
            branch_label: given.branch_label,
            version_path: given.version_path.map(|path| path.to_string_lossy().into_owned()),
            rev_id: given.rev_id,
            depends_on: given.depends_on,
        }
    }
}

/// What this process stands in: the only place that reads it.
fn environment() -> Result<Environment> {
    let cwd = std::env::current_dir()
        .map_err(|source| limbeck::Error::File { path: ".".into(), source })?;
    let vars = std::env::vars_os()
        .map(|(name, value)| (name.to_string_lossy().into(), value.to_string_lossy().into()))
        .collect();
    Ok(Environment { cwd, vars })
}
