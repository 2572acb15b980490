//! The stream to a server: a socket, perhaps with TLS upon it.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::tls::{self, TlsStream};

pub(crate) enum Stream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixStream),
    Tls(Box<TlsStream>),
}

impl Stream {
    // A timeout that cannot be set leaves the socket waiting as long as the system does.
    pub(crate) fn set_timeout(&self, timeout: Option<Duration>) {
        let _ = match self {
            Stream::Tcp(socket) => socket.set_read_timeout(timeout),
            #[cfg(unix)]
            Stream::Unix(socket) => socket.set_read_timeout(timeout),
            Stream::Tls(stream) => tls::socket(stream).set_read_timeout(timeout),
        };
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(socket) => socket.read(buffer),
            #[cfg(unix)]
            Stream::Unix(socket) => socket.read(buffer),
            Stream::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(socket) => socket.write(bytes),
            #[cfg(unix)]
            Stream::Unix(socket) => socket.write(bytes),
            Stream::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Tcp(socket) => socket.flush(),
            #[cfg(unix)]
            Stream::Unix(socket) => socket.flush(),
            Stream::Tls(stream) => stream.flush(),
        }
    }
}
