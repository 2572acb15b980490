//! What the service answers.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use limbeck::Migrator;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Database, Task};

#[derive(Clone)]
struct Service {
    database: Database,
    migrator: Migrator,
}

/// The routes, on a database that `migrator` works on, too.
pub fn router(database: Database, migrator: Migrator) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/tasks", get(tasks).post(add))
        .route("/tasks/{id}/done", post(finish))
        .with_state(Service { database, migrator })
}

/// Where the database stands: 200 if that is where this program belongs, and 503 if not, so that
/// nobody sends requests to a service that runs beside another one's schema.
async fn health(State(service): State<Service>) -> (StatusCode, Json<Value>) {
    let body = match service.migrator.current().await {
        Ok(current) => json!({
            "revision": current.revisions,
            "head": current.heads,
            "current": current.is_at_head(),
        }),
        Err(error) => json!({ "error": error.to_string(), "current": false }),
    };
    match body["current"] == json!(true) {
        true => (StatusCode::OK, Json(body)),
        false => (StatusCode::SERVICE_UNAVAILABLE, Json(body)),
    }
}

type Answer<T> = Result<T, (StatusCode, String)>;

fn failed(error: sqlx::Error) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

async fn tasks(State(service): State<Service>) -> Answer<Json<Vec<Task>>> {
    service.database.tasks().await.map(Json).map_err(failed)
}

#[derive(Deserialize)]
struct NewTask {
    title: String,
    #[serde(default)]
    priority: i32,
}

async fn add(
    State(service): State<Service>,
    Json(new): Json<NewTask>,
) -> Answer<(StatusCode, Json<Task>)> {
    let task = service.database.add(&new.title, new.priority).await.map_err(failed)?;
    Ok((StatusCode::CREATED, Json(task)))
}

async fn finish(State(service): State<Service>, Path(id): Path<i64>) -> Answer<Json<Task>> {
    let task = service.database.finish(id).await.map_err(failed)?;
    task.map(Json).ok_or((StatusCode::NOT_FOUND, format!("there is no task {id}")))
}
