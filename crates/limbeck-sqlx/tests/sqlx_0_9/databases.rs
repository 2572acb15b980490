//! Databases that tests work on.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{
    AssertSqlSafe, Connection, Executor, MySqlConnection, MySqlPool, PgConnection, PgPool,
    SqlitePool, sqlite::SqlitePoolOptions,
};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database on the server, which is dropped by [`Postgresql::drop`].
pub struct Postgresql {
    name: String,
    pub pool: PgPool,
}

impl Postgresql {
    pub async fn new() -> Postgresql {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_sqlx_{}_{number}", std::process::id());
        execute_on_server(format!("CREATE DATABASE {name}")).await;
        let pool = PgPool::connect(&url(&name)).await.expect("a pool");
        Postgresql { name, pool }
    }

    pub async fn drop(self) {
        self.pool.close().await;
        execute_on_server(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

fn url(database: &str) -> String {
    let url = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`");
    let base = url.rsplit_once('/').map_or(url.as_str(), |(base, _)| base);
    format!("{base}/{database}")
}

async fn execute_on_server(sql: String) {
    let mut server = PgConnection::connect(&url("postgres")).await.expect("the server");
    server.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.expect("a statement on the server");
}

/// A database on the MariaDB server, which is dropped by [`Mariadb::drop`].
pub struct Mariadb {
    name: String,
    pub pool: MySqlPool,
}

impl Mariadb {
    pub async fn new() -> Mariadb {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_sqlx_{}_{number}", std::process::id());
        execute_on_mariadb(format!("CREATE DATABASE {name}")).await;
        let pool = MySqlPool::connect(&mariadb_url(&name)).await.expect("a pool");
        Mariadb { name, pool }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// What connections of Limbeck's own are given.
    pub fn url(&self) -> String {
        mariadb_url(&self.name)
    }

    pub async fn drop(self) {
        self.pool.close().await;
        execute_on_mariadb(format!("DROP DATABASE {}", self.name)).await;
    }
}

fn mariadb_url(database: &str) -> String {
    let url = std::env::var("LIMBECK_TEST_MARIADB_URL")
        .expect("LIMBECK_TEST_MARIADB_URL is not set: run `cargo xtask test`");
    let (_, server) = url.split_once("://").expect("a URL");
    format!("mysql://{}/{database}", server.split('/').next().unwrap_or_default())
}

async fn execute_on_mariadb(sql: String) {
    let mut server = MySqlConnection::connect(&mariadb_url("")).await.expect("the server");
    server.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.expect("a statement on the server");
}

/// A database in memory, which is there as long as its one connection.
pub async fn sqlite() -> SqlitePool {
    let one = SqlitePoolOptions::new().max_connections(1).min_connections(1);
    one.connect("sqlite::memory:").await.expect("a database in memory")
}

/// The first column of a query's rows, as text.
#[macro_export]
macro_rules! texts {
    ($sql:expr, $on:expr) => {
        sqlx::query_scalar::<_, String>($sql).fetch_all($on).await.expect($sql)
    };
}
