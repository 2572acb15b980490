//! The service on both databases, over real connections.

use std::net::SocketAddr;

use axum_tasks::{Database, REVISIONS, models, router};
use limbeck::Migrator;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The service on a free port, with its database where its revisions lead.
async fn start(url: &str) -> (SocketAddr, Migrator) {
    let database = Database::connect(url).await.expect("a database");
    let migrator = database.migrator().expect("revisions");
    migrator.upgrade("head").await.expect("an upgrade");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let routes = router(database, migrator.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (address, migrator)
}

/// Status and document of an answer.
async fn request(to: SocketAddr, line: &str, body: Option<Value>) -> (u16, Value) {
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let request = format!(
        "{line} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("a status"), serde_json::from_str(body).unwrap_or_else(|_| json!(body)))
}

async fn check(url: &str) {
    let (service, migrator) = start(url).await;
    let healthy = json!({ "revision": ["003"], "head": ["003"], "current": true });
    assert_eq!(request(service, "GET /health", None).await, (200, healthy));

    let task = |id: i64, title: &str, done: bool, priority: i32| json!({ "id": id, "title": title, "done": done, "priority": priority });
    let new = json!({ "title": "write" });
    let made = request(service, "POST /tasks", Some(new)).await;
    assert_eq!(made, (201, task(1, "write", false, 0)));
    let new = json!({ "title": "read", "priority": 2 });
    assert_eq!(request(service, "POST /tasks", Some(new)).await.0, 201);
    let done = request(service, "POST /tasks/1/done", None).await;
    assert_eq!(done, (200, task(1, "write", true, 0)));
    assert_eq!(request(service, "POST /tasks/7/done", None).await.0, 404);
    let all = json!([task(2, "read", false, 2), task(1, "write", true, 0)]);
    assert_eq!(request(service, "GET /tasks", None).await, (200, all));

    // Models and revisions say the same.
    let differences = migrator.check(&models()).await.expect("a comparison");
    assert_eq!(differences, Vec::<String>::new());

    // A second service finds nothing to do and the tasks that there are.
    let (second, _) = start(url).await;
    assert_eq!(request(second, "GET /tasks", None).await.1.as_array().map(Vec::len), Some(2));

    // Somebody takes a revision back while both run.
    migrator.downgrade("-1").await.expect("a downgrade");
    let (status, body) = request(second, "GET /health", None).await;
    assert_eq!(
        (status, &body["revision"], &body["current"]),
        (503, &json!(["002"]), &json!(false))
    );
}

#[tokio::test]
async fn the_service_runs_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    check(&format!("sqlite:{}", folder.path().join("tasks.db").display())).await;
}

#[tokio::test]
async fn the_service_runs_on_postgresql() {
    let server = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`");
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    let name = format!("axum_tasks_{}", std::process::id());
    let mut connection = PgConnection::connect(&server).await.expect("the server");
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a database");
    check(&format!("{base}/{name}")).await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    connection.execute(AssertSqlSafe(drop)).await.expect("no database");
}

#[test]
fn revisions_are_compiled_in() {
    let migrator = Migrator::lent(&REVISIONS);
    assert!(migrator.is_ok(), "{migrator:?}");
}
