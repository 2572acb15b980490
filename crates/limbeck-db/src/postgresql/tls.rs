//! TLS to PostgreSQL by the rules of `sslmode`.

use std::{fs, net::TcpStream, path::Path, sync::Arc};

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
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::{Certificate, der::Decode};

use super::settings::{Settings, SslMode};

pub(super) type TlsStream = StreamOwned<ClientConnection, TcpStream>;

/// Speaks TLS on a socket whose server has agreed to it.
///
/// # Errors
/// A message that says which file or certificate is wrong.
pub(super) fn handshake(
    socket: TcpStream,
    host: &str,
    settings: &Settings,
) -> Result<TlsStream, String> {
    let config = config(settings)?;
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

/// The hash of the server's certificate that SCRAM binds the channel to.
pub(super) fn server_end_point(stream: &TlsStream) -> Option<Vec<u8>> {
    let certificate = stream.conn.peer_certificates()?.first()?;
    let parsed = Certificate::from_der(certificate).ok()?;
    let algorithm = parsed.signature_algorithm.oid.to_string();
    Some(match algorithm.as_str() {
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Sha384::digest(certificate).to_vec(),
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Sha512::digest(certificate).to_vec(),
        "1.3.101.112" => return None,
        _ => Sha256::digest(certificate).to_vec(),
    })
}

fn config(settings: &Settings) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let verifier = verifier(settings, provider)?;
    let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
    let mut config = match (&settings.sslcert, &settings.sslkey) {
        (Some(certificate), Some(key)) => {
            let chain = certificates(certificate)?;
            let key = PrivateKeyDer::from_pem_file(key)
                .map_err(|error| format!("could not load private key file \"{key}\": {error}"))?;
            builder.with_client_auth_cert(chain, key).map_err(|error| error.to_string())?
        }
        _ => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(config)
}

fn verifier(
    settings: &Settings,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, String> {
    // As with libpq, a root certificate that is there is used even where it is not asked for.
    let file = settings.sslrootcert.as_deref();
    let given = match (settings.sslmode, file) {
        (SslMode::VerifyCa | SslMode::VerifyFull, Some(file)) => Some(file),
        (SslMode::Require, Some(file)) if file == "system" || Path::new(file).exists() => {
            Some(file)
        }
        (SslMode::VerifyCa | SslMode::VerifyFull, None) => {
            return Err("sslmode verify-ca and verify-full need sslrootcert: a file, or `system` \
                        for the roots that the system trusts"
                .to_owned());
        }
        _ => None,
    };
    let Some(file) = given else {
        let trusted = Vec::new();
        return Ok(Arc::new(Verifier { chain: None, trusted, provider, check_name: false }));
    };
    let mut roots = RootCertStore::empty();
    let trusted = match file {
        "system" => rustls_native_certs::load_native_certs().certs,
        file => certificates(file)?,
    };
    roots.add_parsable_certificates(trusted.iter().cloned());
    let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| format!("root certificate file \"{file}\" cannot be used: {error}"))?;
    let check_name = settings.sslmode == SslMode::VerifyFull;
    Ok(Arc::new(Verifier { chain: Some(chain), trusted, provider, check_name }))
}

fn certificates(file: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!(
            "root certificate file \"{file}\" does not exist\n\
             Either provide the file, use the system's trusted roots with \
             sslrootcert=system, or change sslmode to disable server certificate verification."
        ),
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
