//! TLS to a server: whom to trust, and with what to prove who we are.

#[cfg(not(feature = "tls"))]
mod absent;
#[cfg(all(feature = "tls", feature = "postgresql"))]
mod end_point;
#[cfg(feature = "tls")]
mod session;

#[cfg(all(not(feature = "tls"), feature = "postgresql"))]
pub(crate) use absent::server_end_point;
#[cfg(not(feature = "tls"))]
pub(crate) use absent::{TlsStream, handshake, socket};
#[cfg(all(feature = "tls", feature = "postgresql"))]
pub(crate) use end_point::server_end_point;
#[cfg(feature = "tls")]
pub(crate) use session::{TlsStream, handshake, socket};

/// Whether this build speaks TLS.
pub(crate) const IS_BUILT_IN: bool = cfg!(feature = "tls");

/// Which server to speak to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Whoever answers.
    Anyone,
    /// One whose certificate the roots vouch for.
    Chain,
    /// One whose certificate also holds the name that was asked for.
    ChainAndName,
}

/// How TLS is to be spoken.
#[cfg_attr(not(feature = "tls"), expect(dead_code, reason = "only a handshake reads them"))]
pub(crate) struct Wanted<'a> {
    pub trust: Trust,
    /// A file of root certificates, or `system` for those that the system trusts.
    pub roots: &'a str,
    /// The files of our own certificate and its key.
    pub identity: Option<(&'a str, &'a str)>,
    /// The protocol's name in the handshake, where it has one.
    pub protocol: Option<&'static str>,
    /// What follows in the message about a file of roots that does not exist.
    pub hint: &'static str,
}
