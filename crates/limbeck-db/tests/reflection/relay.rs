//! A relay before a server, which counts how often an answer is awaited.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use limbeck_db::Url;

/// Where one connection to the server of `url` may be opened, and the count of its round trips:
/// how often the client spoke after the server had.
pub fn to(url: &Url) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    let trips = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&trips);
    let host = url.host.clone().unwrap_or_else(|| "127.0.0.1".to_owned());
    let default = if url.drivername.starts_with("postgresql") { 5432 } else { 3306 };
    let server = (host, url.port.unwrap_or(default));
    thread::spawn(move || {
        let (client, _) = listener.accept().expect("a client");
        let server = TcpStream::connect(server).expect("the server");
        let is_answered = Arc::new(AtomicBool::new(true));
        let answered = Arc::clone(&is_answered);
        let (back, out) = (client.try_clone().expect("a copy"), server.try_clone().expect("one"));
        thread::spawn(move || pass(server, back, || answered.store(true, Ordering::SeqCst)));
        pass(client, out, || {
            if is_answered.swap(false, Ordering::SeqCst) {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
    });
    (port, trips)
}

fn pass(mut from: TcpStream, mut to: TcpStream, seen: impl Fn()) {
    let mut chunk = [0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut chunk) {
        seen();
        if to.write_all(&chunk[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
