//! `init` for projects whose revisions are SQL: a folder and a `limbeck.toml`.

use std::path::Path;

use super::init::{InitError, fill, generate, generate_unless_there, script_location};
use crate::{
    config::{Environment, posix},
    events::{Event, Subscriber},
    writing::ensure_directory,
};

/// What a project without Python starts with.
#[derive(Debug)]
pub struct SqlTemplate {
    /// The name for `--template`.
    pub name: &'static str,
    /// What `README` says, first a line that stands for the whole.
    pub readme: &'static str,
    toml: &'static str,
    /// What a `build.rs` beside `limbeck.toml` starts with.
    build: Option<&'static str>,
}

const TOML: &str = include_str!("files/limbeck.toml");

/// The templates of projects without Python, by name.
pub const SQL_TEMPLATES: [SqlTemplate; 2] = [
    SqlTemplate {
        name: "rust",
        readme: "A Rust program that carries its revisions, in SQL; settings in limbeck.toml.\n\
            \n\
            Each .sql file here is a revision: a header in comments, then the statements of\n\
            `-- upgrade` and those of `-- downgrade` that undo them. The program compiles them\n\
            in by `limbeck::migrate!` and applies them by `limbeck::Migrator`. `limbeck revision\n\
            -m \"...\"` makes the next one.\n",
        toml: TOML,
        build: Some(include_str!("files/build.rs.txt")),
    },
    SqlTemplate {
        name: "sql",
        readme: "One database, revisions in SQL, settings in limbeck.toml.\n\
            \n\
            Each .sql file here is a revision: a header in comments, then the statements of\n\
            `-- upgrade` and those of `-- downgrade` that undo them. `limbeck revision -m \"...\"`\n\
            makes the next one, `limbeck upgrade head` runs what a database has not seen.\n",
        toml: TOML,
        build: None,
    },
];

/// Makes the folder of the revisions and `limbeck.toml`.
pub(super) fn init(
    template: &SqlTemplate,
    file: Option<&str>,
    environment: &Environment,
    (shown, root): (&Path, &Path),
    events: &Subscriber,
) -> Result<(), InitError> {
    ensure_directory(root, events)?;
    generate(&root.join("README"), template.readme, events)?;
    let toml = environment.absolute(file.unwrap_or("limbeck.toml"));
    let text = fill(template.toml, &script_location(shown, root, &toml));
    generate_unless_there(&toml, &text, events)?;
    if let Some(build) = template.build {
        let folder = posix(shown);
        generate_unless_there(&toml.with_file_name("build.rs"), &fill(build, &folder), events)?;
    }
    events.send(Event::Message(format!(
        "Please name the database in {}, in DATABASE_URL or in .env before proceeding.",
        toml.display()
    )));
    Ok(())
}
