//! PostgreSQL: what its texts mean, over whichever driver they come, and a driver of our own.

mod decode;
mod literal;
mod message;
pub(crate) mod text;

#[cfg(feature = "postgresql")]
mod connection;
#[cfg(feature = "postgresql")]
mod joined;
#[cfg(feature = "postgresql")]
mod settings;
#[cfg(feature = "postgresql")]
mod tls;
#[cfg(feature = "postgresql")]
mod wire;

#[cfg(feature = "postgresql")]
pub(crate) use self::{connection::PostgresqlConnection, wire::Canceller};
