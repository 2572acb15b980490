//! Databases that tests work on, and looks at them by Limbeck's own connections.

use std::sync::atomic::{AtomicU32, Ordering};

use limbeck_core::statement::{Statement, Value};
use limbeck_db::{ConnectOptions, Connection, Session};

/// A database of a test's own.
pub enum Database {
    Sqlite(tempfile::TempDir),
    Postgresql(String),
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub fn sqlite() -> Database {
        Database::Sqlite(tempfile::tempdir().expect("a folder"))
    }

    pub fn postgresql() -> Database {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_migrator_{}_{number}", std::process::id());
        query(&server("postgres"), &format!("CREATE DATABASE {name}"));
        Database::Postgresql(name)
    }

    pub fn both() -> [Database; 2] {
        [Database::sqlite(), Database::postgresql()]
    }

    pub fn url(&self) -> String {
        match self {
            Database::Sqlite(folder) => {
                format!("sqlite:///{}", folder.path().join("app.db").display())
            }
            Database::Postgresql(name) => server(name),
        }
    }

    /// The first column of a query's rows.
    pub fn query(&self, sql: &str) -> Vec<String> {
        query(&self.url(), sql)
    }

    /// The tables there are.
    pub fn tables(&self) -> Vec<String> {
        self.query(match self {
            Database::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1",
            Database::Postgresql(_) => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            }
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Database::Postgresql(name) = self {
            query(&server("postgres"), &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

pub fn server(database: &str) -> String {
    let url = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`");
    let base = url.rsplit_once('/').map_or(url.as_str(), |(base, _)| base);
    format!("{base}/{database}")
}

pub fn query(url: &str, sql: &str) -> Vec<String> {
    let url = url.parse().expect("a URL");
    let mut connection = Connection::open(&url, &ConnectOptions::default()).expect(sql);
    // CREATE DATABASE runs outside of a transaction.
    connection.set_isolation(limbeck_db::Isolation::Autocommit).expect(sql);
    let rows = connection.execute(&Statement::ddl(sql)).expect(sql).rows;
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    rows.iter().map(|row| text(&row[0])).collect()
}
