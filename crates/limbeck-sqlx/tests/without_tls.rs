//! The driver of our own in a build without `tls`, which this one is: it says so where a URL asks
//! for encryption, and does not offer what it cannot do.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use limbeck::{Migrator, Revisions};

/// The code of a message that asks for TLS, behind its length.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// A server that would speak TLS and says no more; what it was sent first.
fn server() -> (u16, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let first = thread::spawn(move || {
        let (mut socket, _) = listener.accept().expect("a client");
        let mut sent = vec![0; 8];
        socket.read_exact(&mut sent).expect("a message");
        socket.write_all(b"S").expect("an answer");
        sent
    });
    (port, first)
}

/// The error of a run against it, and whether TLS was asked for.
fn run(sslmode: &str) -> (String, bool) {
    let (port, first) = server();
    let url = format!("postgresql://someone@127.0.0.1:{port}/database?sslmode={sslmode}");
    let revisions = Revisions::from_texts::<&str, &str>([]);
    let error = Migrator::new(&revisions, &url).expect("a migrator").current().wait();
    let asked = first.join().expect("the server") == SSL_REQUEST;
    (error.expect_err("no session").to_string(), asked)
}

#[test]
fn encryption_that_was_asked_for_names_the_feature() {
    for sslmode in ["require", "verify-ca&sslrootcert=system", "verify-full&sslrootcert=system"] {
        let (error, asked) = run(sslmode);
        assert!(error.contains("turn on limbeck's feature `tls`"), "{sslmode}: {error}");
        assert!(asked, "{sslmode}");
    }
}

#[test]
fn encryption_that_was_only_preferred_is_not_asked_for() {
    for sslmode in ["prefer", "allow", "disable"] {
        let (error, asked) = run(sslmode);
        assert!(!asked && !error.contains("tls"), "{sslmode}: {error}");
    }
}
