//! What a program of a project's own brings to the commands.

use limbeck::{
    code::{Migration, Migrations},
    schema::Schema,
};

/// The models and the code of a program; `limbeck` itself has neither.
///
/// ```no_run
/// use limbeck::code::{self, Connection, Migration};
/// use limbeck_cli::Program;
///
/// struct Initials;
///
/// impl Migration for Initials {
///     async fn upgrade(&self, connection: &mut Connection<'_>) -> code::Result {
///         connection.execute("UPDATE users SET initial = substr(name, 1, 1)", []).await?;
///         Ok(())
///     }
/// }
///
/// #[derive(limbeck::Table)]
/// #[limbeck(name = "users")]
/// struct User {
///     #[limbeck(primary_key)]
///     id: i64,
/// }
///
/// fn main() -> std::process::ExitCode {
///     let program = Program::from(limbeck::metadata![User]).with_migration("b2", Initials);
///     limbeck_cli::main(program)
/// }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub(crate) models: Option<Schema>,
    pub(crate) migrations: Migrations,
}

impl Program {
    /// The same with what it does in a revision whose file says `-- code: rust`.
    #[must_use]
    pub fn with_migration(mut self, revision: &str, migration: impl Migration) -> Program {
        self.migrations = self.migrations.with(revision, migration);
        self
    }
}

impl From<Schema> for Program {
    fn from(models: Schema) -> Program {
        Program { models: Some(models), ..Program::default() }
    }
}
