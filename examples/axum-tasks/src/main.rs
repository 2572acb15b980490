//! Connects, brings the database up to date, and serves.

use axum_tasks::{Database, router};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite:tasks.db".to_owned());
    let address = std::env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let database = Database::connect(&url).await?;
    let migrator = database.migrator()?;
    for step in migrator.upgrade("head").await? {
        eprintln!("{step}");
    }
    let listener = TcpListener::bind(&address).await?;
    eprintln!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router(database, migrator)).await?;
    Ok(())
}
