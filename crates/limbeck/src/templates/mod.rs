//! The templates of `init`: what a new project starts with.

mod init;
mod sql;

pub use init::{InitError, InitRequest, init};
pub use sql::{SQL_TEMPLATES, SqlTemplate};

const SCRIPT: &str = include_str!("files/script.py.mako");
const ENV: &str = include_str!("files/env.py");
const ENV_ASYNC: &str = include_str!("files/env.async.py");
const SCRIPTS_INI: &str = include_str!("files/scripts.ini.mako");
const URL_INI: &str = include_str!("files/url.ini");
const HOOKS_INI: &str = include_str!("files/hooks.ini");
const LOGGING_INI: &str = include_str!("files/logging.ini");
const PYPROJECT: &str = include_str!("files/pyproject.toml.mako");
const DOTENV: &str = include_str!("files/env.example");

/// What a project of one kind starts with.
#[derive(Debug)]
pub struct Template {
    /// The name for `--template`.
    pub name: &'static str,
    /// What `README` says, first a line that stands for the whole.
    pub readme: &'static str,
    env: &'static str,
    script: &'static str,
    /// One after the other they make `alembic.ini`.
    ini: &'static [&'static str],
    pyproject: Option<&'static str>,
    dotenv: &'static str,
}

/// The templates of projects with an env.py, by name.
pub const TEMPLATES: [Template; 5] = [
    Template {
        name: "async",
        readme: "One database, over an async driver.",
        env: ENV_ASYNC,
        script: SCRIPT,
        ini: &[
            "# Settings of a project with one database, over an async driver.\n\n",
            SCRIPTS_INI,
            URL_INI,
            HOOKS_INI,
            LOGGING_INI,
        ],
        pyproject: None,
        dotenv: DOTENV,
    },
    Template {
        name: "generic",
        readme: "One database.",
        env: ENV,
        script: SCRIPT,
        ini: &[
            "# Settings of a project with one database.\n\n",
            SCRIPTS_INI,
            URL_INI,
            HOOKS_INI,
            LOGGING_INI,
        ],
        pyproject: None,
        dotenv: DOTENV,
    },
    Template {
        name: "multidb",
        readme: "Several databases.\n\
            \n\
            All revisions run once for each database. Each names the functions that hold what\n\
            runs where: upgrade_engine1, upgrade_engine2 and so on, after the databases that\n\
            alembic.ini lists.\n",
        env: include_str!("files/env.multidb.py"),
        script: include_str!("files/script.multidb.py.mako"),
        ini: &[
            "# Settings of a project with several databases.\n\n",
            SCRIPTS_INI,
            include_str!("files/engines.ini"),
            HOOKS_INI,
            LOGGING_INI,
        ],
        pyproject: None,
        dotenv: include_str!("files/env.multidb.example"),
    },
    Template {
        name: "pyproject",
        readme: "One database, settings in pyproject.toml.",
        env: ENV,
        script: SCRIPT,
        ini: &[
            "# Database and log of a project whose other settings are in pyproject.toml.\n\n",
            "[alembic]\n",
            URL_INI,
            LOGGING_INI,
        ],
        pyproject: Some(PYPROJECT),
        dotenv: DOTENV,
    },
    Template {
        name: "pyproject_async",
        readme: "One database, settings in pyproject.toml, over an async driver.",
        env: ENV_ASYNC,
        script: SCRIPT,
        ini: &[
            "# Database and log of a project whose other settings are in pyproject.toml.\n\n",
            "[alembic]\n",
            URL_INI,
            LOGGING_INI,
        ],
        pyproject: Some(PYPROJECT),
        dotenv: DOTENV,
    },
];

/// What `list_templates` prints.
///
/// ```
/// let text = limbeck::templates::list_templates();
/// assert!(text.starts_with("Available templates:\n\nasync - One database, over an async"));
/// ```
#[must_use]
pub fn list_templates() -> String {
    let mut text = "Available templates:\n\n".to_owned();
    let python = TEMPLATES.iter().map(|template| (template.name, template.readme));
    let sql = SQL_TEMPLATES.iter().map(|template| (template.name, template.readme));
    for (name, readme) in python.chain(sql) {
        let synopsis = readme.lines().next().unwrap_or_default();
        text += &format!("{name} - {synopsis}\n");
    }
    text += "\nTemplates are used via the 'init' command, e.g.:\n";
    text += "\n  limbeck init --template generic ./scripts\n";
    text
}
