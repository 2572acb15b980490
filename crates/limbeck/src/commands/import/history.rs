//! Where a database stands by another tool's history table, and the stamp that says so in ours.

use limbeck_core::{
    ddl::version_table::VersionTable,
    graph::Links,
    import::{self, Migration, Tool},
    statement::Statement,
};
use limbeck_db::{Connection, Session};

use super::Import;
use crate::{
    Error, Project, Result,
    commands::{self, Stamp, load},
    engine::{self, Engine, Settings, Sink, direct},
    events::Event,
    scripts::Scripts,
};

/// What is to be stamped: the last migration that the database has, and the rows that it has.
pub(super) struct Standing {
    id: String,
    /// Those of the version table; `None` where there is none.
    rows: Option<Vec<String>>,
}

/// Asks the database for the last migration that it has; `None` where its history is empty.
pub(super) fn last_applied(
    project: &Project,
    scripts: &Scripts,
    tool: Tool,
    migrations: &[Migration],
    options: &Import,
) -> Result<Option<Standing>> {
    let project = direct::or_without_env(project.clone(), scripts)?;
    let database = project.direct.as_ref().ok_or_else(engine::no_database)?;
    let url = direct::parse_url(&database.url)?;
    let options_of_process = direct::connect_options(project.config.environment());
    let mut connection = Connection::open(&url, &options_of_process)?;
    let dialect = connection.dialect().clone();
    let named = options.history_table.as_deref().unwrap_or(tool.history_table());
    let table = direct::named_table("--history-table", named)?;
    if connection.execute(&table.exists_query(&dialect))?.rows.is_empty() {
        return Err(Error::Command(format!(
            "the database has no table '{named}': {} has not migrated it, or keeps its history \
             elsewhere, which --history-table names",
            tool.name()
        )));
    }
    let quoted = dialect.qualified(table.schema.as_ref(), &table.name);
    let rows = connection.execute(&Statement::ddl(tool.history_query(&quoted)))?.rows;
    let rows: Vec<_> = rows.iter().filter_map(|row| tool.row(row)).collect();
    let last = import::last_applied(tool, migrations, &rows)?;
    let version_table: VersionTable = direct::version_table(database, scripts)?;
    let settings = Settings { version_table, ..Settings::default() };
    let sink = Sink::Session(&mut connection);
    let events = &project.subscriber;
    let mut engine = Engine::new(&scripts.graph, &scripts.sql, events, settings, dialect, sink);
    let rows = engine.recorded_rows()?;
    Ok(last.map(|last| Standing { id: last.id.clone(), rows }))
}

/// Records the last migration, unless the database stands there or further already.
///
/// # Errors
/// The version table says less than the history: a downgrade may have undone what the history
/// still has, and recording it would keep it from running again.
pub(super) fn stamp(project: &Project, tool: Tool, standing: Option<Standing>) -> Result<()> {
    let say = |text: String| project.subscriber.send(Event::Message(text));
    let Some(Standing { id, rows }) = standing else {
        say("No migration is applied, so nothing is recorded.".to_owned());
        return Ok(());
    };
    let scripts = load(project)?;
    let graph = &scripts.graph;
    let wanted = graph.find(&id);
    let has_it = |row: &String| match (wanted, graph.find(row)) {
        (Some(wanted), Some(row)) => {
            graph.ancestors(&[row], Links::WithDependencies).contains(wanted.index())
        }
        _ => false,
    };
    match rows {
        None => commands::stamp(project, &[id], &Stamp::default()),
        Some(rows) if rows.iter().any(has_it) => {
            say(format!("The database stands at {} already.", rows.join(", ")));
            Ok(())
        }
        Some(rows) => Err(disagreement(tool, &id, &rows)),
    }
}

fn disagreement(tool: Tool, id: &str, rows: &[String]) -> Error {
    let (tool, stands) = (
        tool.name(),
        match rows {
            [] => "base".to_owned(),
            rows => rows.join(", "),
        },
    );
    Error::Command(format!(
        "the version table says that the database stands at {stands}, the history of {tool} that \
         it stands at {id}: after a downgrade it is the history that is wrong, and nothing is to \
         be done; where {tool} has applied more since the last stamp, record it by `limbeck stamp \
         {id}`"
    ))
}
