//! TLS to PostgreSQL by the rules of `sslmode`.

use std::{net::TcpStream, path::Path};

use super::settings::{Settings, SslMode};
use crate::tls::{self, TlsStream, Trust, Wanted};

const HINT: &str = "\nEither provide the file, use the system's trusted roots with \
                    sslrootcert=system, or change sslmode to disable server certificate \
                    verification.";

/// Speaks TLS on a socket whose server has agreed to it.
///
/// # Errors
/// A message that says which file or certificate is wrong.
pub(super) fn handshake(
    socket: TcpStream,
    host: &str,
    settings: &Settings,
) -> Result<TlsStream, String> {
    // As with libpq, a root certificate that is there is used even where it is not asked for.
    let file = settings.sslrootcert.as_deref();
    let (trust, roots) = match (settings.sslmode, file) {
        (SslMode::VerifyFull, Some(file)) => (Trust::ChainAndName, file),
        (SslMode::VerifyCa, Some(file)) => (Trust::Chain, file),
        (SslMode::Require, Some(file)) if file == "system" || Path::new(file).exists() => {
            (Trust::Chain, file)
        }
        (SslMode::VerifyCa | SslMode::VerifyFull, None) => {
            return Err("sslmode verify-ca and verify-full need sslrootcert: a file, or `system` \
                        for the roots that the system trusts"
                .to_owned());
        }
        _ => (Trust::Anyone, ""),
    };
    let identity = settings.sslcert.as_deref().zip(settings.sslkey.as_deref());
    let wanted = Wanted { trust, roots, identity, protocol: Some("postgresql"), hint: HINT };
    tls::handshake(socket, host, &wanted)
}
