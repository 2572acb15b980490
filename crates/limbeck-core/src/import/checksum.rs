//! The checksums that other tools record, for every way in which a file's lines may have ended.

use std::hash::Hasher;

use sha2::{Digest, Sha384};
use siphasher::sip::SipHasher13;

/// The text as it stands, and as it would with other ends of lines.
///
/// A tool that hashes the bytes of a file takes a checkout with CRLF for a change; nobody else does.
fn with_other_line_ends(bytes: &[u8]) -> [Vec<u8>; 3] {
    let text = String::from_utf8_lossy(bytes);
    let lf = text.replace("\r\n", "\n");
    let crlf = lf.replace('\n', "\r\n");
    [bytes.to_vec(), lf.into_bytes(), crlf.into_bytes()]
}

/// sqlx: SHA-384 of the file, here in hexadecimal digits; also without the characters that its
/// documentation has in `ignored-chars`.
pub fn sqlx(bytes: &[u8]) -> Vec<String> {
    let ignored = [' ', '\t', '\r', '\n', '\u{feff}'];
    let text = String::from_utf8_lossy(bytes);
    let without = |characters: &[char]| text.replace(characters, "").into_bytes();
    let texts = with_other_line_ends(bytes).into_iter();
    let texts = texts.chain([without(&ignored[2..3]), without(&ignored[..4]), without(&ignored)]);
    texts.map(|bytes| hex(&Sha384::digest(bytes))).collect()
}

/// refinery: SipHash-1-3 of name, version and text as Rust hashes them, as a decimal number.
/// The version is an `i32`, or an `i64` with refinery's feature for long versions.
pub fn refinery(name: &str, version: i64, bytes: &[u8]) -> Vec<String> {
    let texts = with_other_line_ends(bytes);
    let hash = |text: &Vec<u8>, write_version: &dyn Fn(&mut SipHasher13)| {
        let mut hasher = SipHasher13::new();
        hasher.write(name.as_bytes());
        hasher.write_u8(0xff);
        write_version(&mut hasher);
        hasher.write(text);
        hasher.write_u8(0xff);
        hasher.finish().to_string()
    };
    let short = i32::try_from(version).ok();
    let short = texts
        .iter()
        .filter_map(|text| short.map(|version| hash(text, &|hasher| hasher.write_i32(version))));
    let long = texts.iter().map(|text| hash(text, &|hasher| hasher.write_i64(version)));
    short.chain(long).collect()
}

/// Flyway: CRC-32 of the lines without their ends, as a signed decimal number.
pub fn flyway(text: &str) -> String {
    let mut hasher = crc32fast::Hasher::new();
    for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
        hasher.update(line.as_bytes());
    }
    hasher.finalize().cast_signed().to_string()
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
