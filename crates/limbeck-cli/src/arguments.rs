//! The command line: Alembic's own, and what Limbeck adds to it.

use std::{ffi::OsString, path::PathBuf};

use clap::{ArgAction, Args, Parser, Subcommand};
use limbeck::commands::Tool;

/// Schema migrations for Alembic, Rust and SQL projects.
#[derive(Debug, Parser)]
#[command(
    name = "limbeck",
    disable_version_flag = true,
    disable_help_subcommand = true,
    infer_long_args = true,
    max_term_width = 100
)]
pub struct Arguments {
    /// Print the version and stop.
    #[arg(long, action = ArgAction::SetTrue)]
    pub version: bool,

    /// Configuration file: an ini, or a pyproject.toml; twice for one of each.
    ///
    /// Without it, the file that ALEMBIC_CONFIG names, else alembic.ini and pyproject.toml
    /// of the current directory.
    #[arg(short, long, value_name = "FILE")]
    pub config: Vec<PathBuf>,

    /// Section of the ini file that holds the settings.
    #[arg(short, long, value_name = "SECTION")]
    pub name: Option<String>,

    /// A value for env.py, which reads it by get_x_argument(): -x key=value; repeatable.
    #[arg(short, value_name = "KEY=VALUE", allow_hyphen_values = true)]
    pub x: Vec<String>,

    /// Show where an error arose, also for errors of usage.
    #[arg(long)]
    pub raiseerr: bool,

    /// Print nothing but what was asked for.
    #[arg(short, long)]
    pub quiet: bool,

    /// Work on this database without running env.py.
    #[arg(long, global = true, value_name = "URL", help_heading = "Without env.py")]
    pub url: Option<String>,

    /// Name of the version table, where env.py does not say it in so many words.
    #[arg(
        long,
        global = true,
        value_name = "[SCHEMA.]TABLE",
        requires = "url",
        help_heading = "Without env.py"
    )]
    pub version_table: Option<String>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands, in alphabetical order.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the revisions from which branches spring.
    Branches {
        #[command(flatten)]
        verbosity: Verbosity,
    },
    /// Tell whether the models and the database differ.
    Check {
        /// Print the statements that would end the differences, in place of a list.
        #[arg(long)]
        sql: bool,
        /// Compare all that can be, beyond what Alembic compares.
        #[arg(long)]
        full: bool,
        /// Compare with a scratch database at this revision, not with the project's own.
        #[arg(long, value_name = "REV")]
        from: Option<String>,
    },
    /// Show the revisions at which the database stands.
    Current {
        /// Fail unless the database stands at every head.
        #[arg(short, long)]
        check_heads: bool,
        #[command(flatten)]
        verbosity: Verbosity,
    },
    /// Make, drop or wait for the project's database.
    #[command(subcommand)]
    Db(Db),
    /// Show what would bring the database to the models, without writing a revision.
    Diff {
        /// Compare all that can be, beyond what Alembic compares.
        #[arg(long)]
        full: bool,
        /// Compare with a scratch database at this revision, not with the project's own.
        #[arg(long, value_name = "REV")]
        from: Option<String>,
        /// A table or column that is renamed: table=table, table.column=column; repeatable.
        #[arg(long, value_name = "OLD=NEW")]
        rename: Vec<String>,
    },
    /// Go back to an earlier revision.
    Downgrade {
        #[command(flatten)]
        offline: Offline,
        /// Where to go: a revision, -N steps, base; FROM:TO with --sql.
        #[arg(allow_negative_numbers = true)]
        revision: String,
    },
    /// Open revision files in $EDITOR.
    Edit {
        /// A revision, a head, or `current`.
        #[arg(allow_negative_numbers = true)]
        rev: String,
    },
    /// Create the version table where it does not exist.
    #[command(name = "ensure_version", visible_alias = "ensure-version")]
    EnsureVersion {
        /// Print the SQL in place of running it.
        #[arg(long)]
        sql: bool,
    },
    /// Show the newest revisions of the scripts.
    Heads {
        #[command(flatten)]
        verbosity: Verbosity,
        /// Count a revision that another one depends on as no head.
        #[arg(long)]
        resolve_dependencies: bool,
    },
    /// List the revisions, newest first.
    History {
        /// From one revision to another, START:END; either may be left out.
        #[arg(short, long, value_name = "START:END", allow_hyphen_values = true)]
        rev_range: Option<String>,
        #[command(flatten)]
        verbosity: Verbosity,
        /// Mark the revisions at which the database stands.
        #[arg(short, long)]
        indicate_current: bool,
    },
    /// Make revisions of the SQL migrations that another tool keeps.
    Import {
        /// Record in the database what the tool's history table says is applied.
        #[arg(long)]
        stamp: bool,
        /// The tool's history table, where it is not the usual one.
        #[arg(long, value_name = "[SCHEMA.]TABLE", requires = "stamp")]
        history_table: Option<String>,
        /// What keeps the migrations until now.
        #[arg(value_parser = tool)]
        tool: Tool,
        /// The folder of the migrations.
        directory: PathBuf,
    },
    /// Set up a directory for scripts, and the configuration beside it.
    Init {
        /// One of those that list_templates names.
        #[arg(short, long, default_value = "generic")]
        template: String,
        /// Make the directory and its versions/ Python packages.
        #[arg(long)]
        package: bool,
        /// Where the scripts shall live.
        directory: PathBuf,
    },
    /// Show what `init` can set up.
    #[command(name = "list_templates", visible_alias = "list-templates")]
    ListTemplates,
    /// Write a revision that joins several others.
    Merge {
        /// What the revision is for.
        #[arg(short, long)]
        message: Option<String>,
        /// Name for the branch that begins here.
        #[arg(long)]
        branch_label: Option<String>,
        /// Identifier to use instead of a new one.
        #[arg(long)]
        rev_id: Option<String>,
        /// Allow revisions that are no heads.
        #[arg(long)]
        splice: bool,
        /// The revisions to join, or `heads`.
        #[arg(required = true, allow_negative_numbers = true)]
        revisions: Vec<String>,
    },
    /// Write a new revision.
    Revision(RevisionArguments),
    /// Run a Python program that uses `alembic`, in the interpreter that is part of Limbeck.
    Run {
        /// The file of the program, and what it finds behind its name in sys.argv.
        #[arg(
            value_name = "PROGRAM [ARGUMENTS]",
            required = true,
            trailing_var_arg = true,
            allow_hyphen_values = true
        )]
        words: Vec<OsString>,
    },
    /// Show revisions in full.
    Show {
        /// A revision, a head, or `current`.
        #[arg(allow_negative_numbers = true)]
        rev: String,
    },
    /// Record a revision in the database without running anything.
    Stamp {
        #[command(flatten)]
        offline: Offline,
        /// Empty the version table first.
        #[arg(long)]
        purge: bool,
        /// The revisions to record.
        #[arg(required = true, allow_negative_numbers = true)]
        revisions: Vec<String>,
    },
    /// Check the revisions on scratch databases: one head, up, down, no trace, the models.
    Test {
        /// How the report is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// The revision below which nothing is taken back; all revisions are without it.
        #[arg(long, value_name = "REV")]
        down_to: Option<String>,
    },
    /// Go forward to a later revision.
    Upgrade {
        #[command(flatten)]
        offline: Offline,
        /// Where to go: a revision, head, heads, +N steps; FROM:TO with --sql.
        #[arg(allow_negative_numbers = true)]
        revision: String,
    },
}

/// The tool of a name, for clap.
fn tool(name: &str) -> Result<Tool, String> {
    Tool::from_name(name).ok_or_else(|| {
        let known = Tool::ALL.map(Tool::name).join(", ");
        format!("it is one of {known}")
    })
}

impl Command {
    /// Whether modules that were stood in for are to be named.
    pub fn names_placeholders(&self) -> bool {
        match self {
            Command::Downgrade { offline, .. }
            | Command::Stamp { offline, .. }
            | Command::Upgrade { offline, .. } => offline.verbose,
            _ => false,
        }
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Lines for a reader.
    Text,
    /// One JSON object for a program.
    Json,
}

/// What is done with the project's database as a whole.
#[derive(Debug, Subcommand)]
pub enum Db {
    /// Make the database, unless it is there.
    Create {
        #[command(flatten)]
        which: WhichDatabase,
    },
    /// Drop the database with all that it holds, if it is there.
    Drop {
        #[command(flatten)]
        which: WhichDatabase,
        /// Ask nobody whether that is meant.
        #[arg(short, long)]
        yes: bool,
        /// End the sessions that use it, on PostgreSQL.
        #[arg(long)]
        force: bool,
    },
    /// Wait until the server takes connections, whether or not the database is there.
    Wait {
        #[command(flatten)]
        which: WhichDatabase,
        /// How long.
        #[arg(long, value_name = "SECONDS", default_value_t = 30)]
        timeout: u64,
    },
}

/// Which of several databases is meant.
#[derive(Debug, Args)]
pub struct WhichDatabase {
    /// The section of the configuration whose sqlalchemy.url names the database, where the
    /// project has several.
    #[arg(value_name = "NAME", conflicts_with = "all")]
    pub name: Option<String>,
    /// All of them.
    #[arg(long)]
    pub all: bool,
}

impl From<WhichDatabase> for limbeck::Which {
    fn from(given: WhichDatabase) -> Self {
        match (given.name, given.all) {
            (Some(name), _) => limbeck::Which::Section(name),
            (None, true) => limbeck::Which::All,
            (None, false) => limbeck::Which::Only,
        }
    }
}

/// How much of a revision is shown.
#[derive(Debug, Args)]
pub struct Verbosity {
    /// Show each revision in full.
    #[arg(short, long)]
    pub verbose: bool,
}

/// What the commands that change a database share.
#[derive(Debug, Args)]
pub struct Offline {
    /// Print the SQL in place of running it.
    #[arg(long)]
    pub sql: bool,
    /// A word that env.py can read by get_tag_argument().
    #[arg(long)]
    pub tag: Option<String>,
    /// Name the modules that are not installed and that placeholders stood in for.
    #[arg(short, long)]
    pub verbose: bool,
}

/// What `revision` takes.
#[derive(Debug, Args)]
pub struct RevisionArguments {
    /// What the revision is for.
    #[arg(short, long)]
    pub message: Option<String>,
    /// Fill it with what brings the database to the models.
    #[arg(long)]
    pub autogenerate: bool,
    /// With --autogenerate: compare all that can be, beyond what Alembic compares.
    #[arg(long)]
    pub full: bool,
    /// With --autogenerate: compare with a scratch database at this revision, not with the
    /// project's own, and follow it.
    #[arg(long, value_name = "REV")]
    pub from: Option<String>,
    /// With --autogenerate: a table or column that is renamed rather than dropped and added,
    /// table=table or table.column=column; repeatable.
    #[arg(long, value_name = "OLD=NEW")]
    pub rename: Vec<String>,
    /// Print the SQL in place of running it, where revision_environment is set.
    #[arg(long)]
    pub sql: bool,
    /// The head to build on.
    #[arg(long, allow_hyphen_values = true)]
    pub head: Option<String>,
    /// Allow a parent that is no head.
    #[arg(long)]
    pub splice: bool,
    /// Name for the branch that begins here.
    #[arg(long)]
    pub branch_label: Option<String>,
    /// Which of the version_locations gets the file.
    #[arg(long)]
    pub version_path: Option<PathBuf>,
    /// Identifier to use instead of a new one.
    #[arg(long)]
    pub rev_id: Option<String>,
    /// A revision that must run before this one; repeatable.
    #[arg(long)]
    pub depends_on: Vec<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    /// Whether the page has `words` in a code span, alone or before what they take.
    fn names(page: &str, words: &str) -> bool {
        let rest = |code: &str| code.strip_prefix(words).map(str::to_owned);
        let mut codes = page.split('`').skip(1).step_by(2).filter_map(rest);
        codes.any(|rest| rest.is_empty() || rest.starts_with(' '))
    }

    /// A command and those below it, by what is typed for each.
    fn all_below<'a>(path: &str, command: &'a clap::Command) -> Vec<(String, &'a clap::Command)> {
        let below = command.get_subcommands().filter(|each| each.get_name() != "help");
        let below = below.flat_map(|each| all_below(&format!("{path} {}", each.get_name()), each));
        std::iter::once((path.trim().to_owned(), command)).chain(below).collect()
    }

    #[test]
    fn the_page_of_commands_names_all_there_is_and_nothing_else() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/commands.md");
        let page = std::fs::read_to_string(path).expect("docs/commands.md");
        let mut definition = Arguments::command();
        definition.build();
        let mut options = vec!["--help".to_owned()];
        for (path, command) in all_below("", &definition) {
            let aliases = command.get_visible_aliases().map(str::to_owned);
            for name in std::iter::once(path).filter(|path| !path.is_empty()).chain(aliases) {
                assert!(names(&page, &name), "docs/commands.md lacks the command {name}");
            }
            for option in command.get_arguments().filter(|each| !each.is_positional()) {
                let long = option.get_long().map(|name| format!("--{name}"));
                let short = option.get_short().map(|letter| format!("-{letter}"));
                for name in long.into_iter().chain(short) {
                    assert!(names(&page, &name), "docs/commands.md lacks {name} of {command}");
                    options.push(name);
                }
            }
        }
        for code in page.split('`').skip(1).step_by(2) {
            let word = code.split(' ').next().unwrap_or_default();
            // A shortened option is an example of its own.
            if word.starts_with("--") && word != "--auto" {
                assert!(options.iter().any(|name| name == word), "there is no {word}");
            }
        }
    }

    #[test]
    fn what_alembic_accepts_is_accepted() {
        for line in [
            "limbeck -c a.ini -c pyproject.toml -n other -x a=b -x c upgrade head --sql",
            "limbeck downgrade -1",
            "limbeck downgrade --sql ab:base",
            "limbeck upgrade +2",
            "limbeck upgrade branch@+2 --tag t",
            "limbeck history -r-2: --verb",
            "limbeck history --rev-range=-2:",
            "limbeck stamp --purge a b",
            "limbeck revision --auto -m message --depends-on a --depends-on b",
            "limbeck merge -m x heads",
            "limbeck ensure_version",
            "limbeck show -1",
        ] {
            let parsed = Arguments::try_parse_from(line.split(' '));
            assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
        }
    }

    #[test]
    fn what_alembic_refuses_is_refused() {
        for line in ["limbeck upgrade", "limbeck stamp", "limbeck nothing", "limbeck --sql heads"] {
            assert!(Arguments::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
