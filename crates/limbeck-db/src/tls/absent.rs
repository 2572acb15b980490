//! What stands for TLS in a build without it: a stream that cannot be, and the message why.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

use super::Wanted;

/// No session: there is nothing that could make one.
pub(crate) enum TlsStream {}

/// Says that this build has no TLS.
///
/// # Errors
/// Always.
pub(crate) fn handshake(_: TcpStream, _: &str, _: &Wanted<'_>) -> Result<TlsStream, String> {
    Err("the connection is to be encrypted, and this program was built without TLS: turn on \
         limbeck's feature `tls`"
        .to_owned())
}

pub(crate) fn socket(stream: &TlsStream) -> &TcpStream {
    match *stream {}
}

#[cfg(feature = "postgresql")]
pub(crate) fn server_end_point(stream: &TlsStream) -> Option<Vec<u8>> {
    match *stream {}
}

impl Read for TlsStream {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match *self {}
    }
}

impl Write for TlsStream {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        match *self {}
    }

    fn flush(&mut self) -> io::Result<()> {
        match *self {}
    }
}
