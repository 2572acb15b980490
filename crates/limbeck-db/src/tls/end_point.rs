//! The hash of a server's certificate that a login can be bound to (RFC 5929, `tls-server-end-point`).

use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::AlgorithmIdentifierRef;
use spki::der::{self, Reader, SliceReader};

use super::TlsStream;

/// The hash of the server's certificate that SCRAM binds the channel to; none where the signature
/// names no hash.
pub(crate) fn server_end_point(stream: &TlsStream) -> Option<Vec<u8>> {
    hash(stream.conn.peer_certificates()?.first()?)
}

fn hash(certificate: &[u8]) -> Option<Vec<u8>> {
    let algorithm = signature_algorithm(certificate).ok()?.oid.to_string();
    Some(match algorithm.as_str() {
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Sha384::digest(certificate).to_vec(),
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Sha512::digest(certificate).to_vec(),
        "1.3.101.112" => return None,
        // What is signed with MD5 or SHA-1 is hashed with SHA-256 too.
        _ => Sha256::digest(certificate).to_vec(),
    })
}

/// What a certificate (DER) is signed with, which stands between what is signed and the signature.
fn signature_algorithm(certificate: &[u8]) -> der::Result<AlgorithmIdentifierRef<'_>> {
    SliceReader::new(certificate)?.sequence(|reader| {
        reader.tlv_bytes()?;
        let algorithm = reader.decode()?;
        reader.tlv_bytes()?;
        Ok(algorithm)
    })
}

#[cfg(test)]
mod tests {
    use rustls_pki_types::{CertificateDer, pem::PemObject};

    use super::*;

    #[test]
    fn a_certificate_is_hashed_by_what_it_is_signed_with() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/certificates");
        let length = |name: &str| {
            let certificate = CertificateDer::from_pem_file(format!("{folder}/{name}.pem"));
            hash(&certificate.unwrap()).map(|hash| 8 * hash.len())
        };
        assert_eq!(length("ecdsa_sha1"), Some(256));
        assert_eq!(length("ecdsa_sha256"), Some(256));
        assert_eq!(length("ecdsa_sha384"), Some(384));
        assert_eq!(length("ecdsa_sha512"), Some(512));
        assert_eq!(length("ed25519"), None);
        assert_eq!(hash(b"no certificate"), None);
    }
}
