//! Connections of Limbeck: URLs in, statements in, rows and errors out.
//!
//! [`Url`] reads SQLAlchemy's URLs, [`Connection`] speaks to the database that one names,
//! [`lent`] has one that a program lends, and [`Recorder`] stands in its place where `--sql` only wants the text. [`sql`] tells
//! what a statement is and where one ends and the next begins.
//!
//! ```
//! # #[cfg(feature = "sqlite")] {
//! use limbeck_core::statement::{Statement, Value};
//! use limbeck_db::{ConnectOptions, Connection, Session, Url};
//!
//! let url: Url = "sqlite://".parse().unwrap();
//! let mut connection = Connection::open(&url, &ConnectOptions::default()).unwrap();
//! connection.execute(&Statement::ddl("CREATE TABLE t (a INTEGER)")).unwrap();
//! let insert = Statement::with_params("INSERT INTO t (a) VALUES (?)", vec![Value::Int(1)]);
//! assert_eq!(connection.execute(&insert).unwrap().affected, Some(1));
//! connection.commit().unwrap();
//! # }
//! ```
//!
//! Deliberately absent: Python, configuration files, the environment (its values are handed
//! in through [`ConnectOptions`]) and any knowledge of migrations.

// A build without any driver has URLs and the recorder; what serves drivers alone rests.
#![cfg_attr(not(any(feature = "postgresql", feature = "sqlite", feature = "mysql")), allow(unused))]

pub mod url;

mod connection;
pub mod database;
pub mod lent;
mod recorder;
pub mod scratch;

#[cfg(any(feature = "postgresql", feature = "mysql"))]
mod tls;
#[cfg(any(feature = "postgresql", feature = "mysql"))]
mod stream;

mod mysql;
mod postgresql;
#[cfg(feature = "sqlite")]
mod regexp;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stored;

pub use connection::{
    Canceller, CatalogReader, ConnectOptions, Connection, Isolation, Notice, Search, Session,
};
pub use limbeck_core::sql;
pub use recorder::Recorder;
pub use url::{Url, UrlError};
