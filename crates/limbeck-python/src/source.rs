//! The text of a Python file, decoded as Python decodes it.

use std::{borrow::Cow, fs, io, path::Path};

/// Why a file gave no text.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error(transparent)]
    Read(#[from] io::Error),
    #[error("line {line} is not valid {encoding}")]
    Decode { encoding: String, line: usize },
    #[error("unknown encoding: {encoding}")]
    UnknownEncoding { encoding: String },
}

/// Reads a Python file: UTF-8 or Latin-1 by its coding comment, with `\n` line ends.
///
/// # Errors
/// [`SourceError`] for a file that cannot be read or decoded.
#[expect(clippy::disallowed_methods, reason = "here is where scripts are read")]
pub fn read_source(path: &Path) -> Result<String, SourceError> {
    decode(fs::read(path)?)
}

pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, SourceError> {
    let text = match String::from_utf8(bytes) {
        // Latin-1 text may happen to be valid UTF-8 and still mean something else.
        Ok(text) if text.is_ascii() => text,
        Ok(text) => match declared_encoding(text.as_bytes()) {
            Some(encoding) if is_latin1(&encoding) => latin1(text.as_bytes()),
            _ => text,
        },
        Err(error) => {
            let encoding = declared_encoding(error.as_bytes()).unwrap_or_else(|| "utf-8".into());
            match encoding.as_str() {
                name if is_latin1(name) => latin1(error.as_bytes()),
                "utf-8" | "utf8" | "ascii" => {
                    let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                    let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
                    return Err(SourceError::Decode { encoding, line });
                }
                _ => return Err(SourceError::UnknownEncoding { encoding }),
            }
        }
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n"),
        false => text,
    })
}

fn is_latin1(encoding: &str) -> bool {
    matches!(encoding, "latin-1" | "latin1" | "latin_1" | "iso-8859-1" | "iso8859-1")
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The name in a `coding:` comment of the first two lines, as PEP 263 has it.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    bytes.split(|byte| *byte == b'\n').take(2).find_map(|line| {
        let line: Cow<'_, str> = String::from_utf8_lossy(line);
        let comment = line.trim_start().strip_prefix('#')?.to_owned();
        let rest = &comment[comment.find("coding")? + "coding".len()..];
        let rest = rest.strip_prefix([':', '='])?.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c));
        Some(rest[..end.unwrap_or(rest.len())].to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_as_python_does() {
        let cases: [(&[u8], &str); 5] = [
            (b"a = 1\r\nb = 2\r", "a = 1\nb = 2\n"),
            (b"\xef\xbb\xbfa = 1\n", "a = 1\n"),
            ("a = 'é'\n".as_bytes(), "a = 'é'\n"),
            (b"# -*- coding: latin-1 -*-\n'\xe9'\n", "# -*- coding: latin-1 -*-\n'é'\n"),
            (
                b"#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\n'\xe9'",
                "#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\n'é'",
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(bytes.to_vec()).unwrap(), expected);
        }
    }

    #[test]
    fn names_the_encoding_that_failed() {
        let message = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().to_string();
        assert_eq!(message(b"a = 1\n'\xe9'"), "line 2 is not valid utf-8");
        assert_eq!(message(b"# coding: koi8-r\n'\xe9'"), "unknown encoding: koi8-r");
    }
}
