//! TLS by rustls: the handshake, and what a certificate is checked against.

use std::{fs, net::TcpStream, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme, StreamOwned,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_name,
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    server::ParsedCertificate,
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject};

use super::{Trust, Wanted};

pub(crate) type TlsStream = StreamOwned<ClientConnection, TcpStream>;

/// Speaks TLS on a socket whose server has agreed to it.
///
/// # Errors
/// A message that says which file or certificate is wrong.
pub(crate) fn handshake(
    socket: TcpStream,
    host: &str,
    wanted: &Wanted<'_>,
) -> Result<TlsStream, String> {
    let config = config(wanted)?;
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| format!("{host:?} is no host name that a certificate can hold"))?;
    let mut connection =
        ClientConnection::new(Arc::new(config), name).map_err(|error| error.to_string())?;
    let mut socket = socket;
    while connection.is_handshaking() {
        connection.complete_io(&mut socket).map_err(|error| format!("SSL error: {error}"))?;
    }
    Ok(StreamOwned::new(connection, socket))
}

/// The socket that a session runs over.
pub(crate) fn socket(stream: &TlsStream) -> &TcpStream {
    &stream.sock
}

fn config(wanted: &Wanted<'_>) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let verifier = verifier(wanted, provider)?;
    let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
    let mut config = match wanted.identity {
        Some((certificate, key)) => {
            let chain = certificates(certificate, wanted.hint)?;
            let key = PrivateKeyDer::from_pem_file(key)
                .map_err(|error| format!("could not load private key file \"{key}\": {error}"))?;
            builder.with_client_auth_cert(chain, key).map_err(|error| error.to_string())?
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols.extend(wanted.protocol.map(|name| name.as_bytes().to_vec()));
    Ok(config)
}

fn verifier(
    wanted: &Wanted<'_>,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, String> {
    if wanted.trust == Trust::Anyone {
        let trusted = Vec::new();
        return Ok(Arc::new(Verifier { chain: None, trusted, provider, check_name: false }));
    }
    let file = wanted.roots;
    let mut roots = RootCertStore::empty();
    let trusted = match file {
        "system" => rustls_native_certs::load_native_certs().certs,
        file => certificates(file, wanted.hint)?,
    };
    roots.add_parsable_certificates(trusted.iter().cloned());
    let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| format!("root certificate file \"{file}\" cannot be used: {error}"))?;
    let check_name = wanted.trust == Trust::ChainAndName;
    Ok(Arc::new(Verifier { chain: Some(chain), trusted, provider, check_name }))
}

fn certificates(file: &str, hint: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!("root certificate file \"{file}\" does not exist{hint}")
        }
        _ => format!("could not read root certificate file \"{file}\": {error}"),
    })?;
    CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("could not read root certificate file \"{file}\": {error}"))
}

/// Checks nothing, the chain, or the chain and the name.
#[derive(Debug)]
struct Verifier {
    chain: Option<Arc<WebPkiServerVerifier>>,
    trusted: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
    check_name: bool,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else {
            return Ok(ServerCertVerified::assertion());
        };
        // A certificate that is itself in the file of roots is trusted, as by libpq.
        if self.trusted.iter().any(|trusted| trusted.as_ref() == end_entity.as_ref()) {
            if self.check_name {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        let verified =
            chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.check_name => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
