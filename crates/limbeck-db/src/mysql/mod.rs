//! MySQL and MariaDB: what their texts mean, over whichever driver they come, and a driver of our own.

mod decode;
mod literal;
pub(crate) mod message;
pub(crate) mod text;

#[cfg(feature = "mysql")]
mod column;
#[cfg(feature = "mysql")]
mod connection;
#[cfg(feature = "mysql")]
mod error;
#[cfg(feature = "mysql")]
mod settings;
#[cfg(feature = "mysql")]
mod several;
#[cfg(feature = "mysql")]
mod wire;

#[cfg(feature = "mysql")]
pub(crate) use self::connection::MysqlConnection;
