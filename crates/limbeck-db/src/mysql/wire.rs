//! The socket to a MySQL or MariaDB server: packets out, packets in.

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
};

use limbeck_core::statement::DatabaseError;
use mysql_common::{
    constants::{CapabilityFlags, StatusFlags},
    crypto,
    io::ParseBuf,
    packets::{
        AuthPlugin, AuthSwitchRequest, CommonOkPacket, ErrPacket, HandshakePacket,
        HandshakeResponse, OkPacket, OkPacketDeserializer, OldEofPacket, SslRequest,
    },
    proto::MySerialize,
};

use super::{
    error::{interface, lost, operational, server_error, unreachable},
    settings::{Address, Settings, Tls},
};
use crate::{
    stream::Stream,
    tls::{self, Trust, Wanted},
};

/// A packet of this length has another behind it.
const MOST: usize = 0xff_ffff;
const COM_QUIT: u8 = 1;
const COM_QUERY: u8 = 3;
const COM_SET_OPTION: u8 = 27;
/// `utf8mb4_general_ci`, by the number that pymysql sends.
const COLLATION: u8 = 45;

const CLIENT_ERROR_SSL: i64 = 2026;
const CLIENT_ERROR_PLUGIN: i64 = 2059;

/// A session that the server has let in.
pub(super) struct Wire {
    stream: Stream,
    input: Vec<u8>,
    at: usize,
    output: Vec<u8>,
    sequence: u8,
    capabilities: CapabilityFlags,
    /// What the server last said of the transaction and of backslashes.
    pub status: StatusFlags,
    /// `10.11.6-MariaDB-0+deb12u1`, as the greeting says it.
    pub greeting: String,
}

impl Wire {
    /// Connects and logs in.
    ///
    /// # Errors
    /// In pymysql's words, with its numbers; the password is never part of them.
    pub(super) fn open(settings: &Settings) -> Result<Wire, DatabaseError> {
        let stream = connect(settings)?;
        stream.set_timeout(Some(settings.connect_timeout));
        let mut wire = Wire {
            stream,
            input: Vec::with_capacity(16 * 1024),
            at: 0,
            output: Vec::with_capacity(4 * 1024),
            sequence: 0,
            capabilities: CapabilityFlags::empty(),
            status: StatusFlags::empty(),
            greeting: String::new(),
        };
        wire.log_in(settings)?;
        wire.stream.set_timeout(settings.read_timeout);
        Ok(wire)
    }

    fn log_in(&mut self, settings: &Settings) -> Result<(), DatabaseError> {
        let payload = self.read()?;
        let hello: HandshakePacket<'_> =
            ParseBuf(&payload).parse(()).map_err(|error| lost(&error))?;
        self.greeting = hello.server_version_str().into_owned();
        self.status = hello.status_flags();
        let mut nonce = hello.scramble_1_ref().to_vec();
        nonce.extend_from_slice(hello.scramble_2_ref().unwrap_or_default());
        // The scramble has 20 bytes and a terminator.
        nonce.resize(20, 0);
        let offered = hello.capabilities();
        self.capabilities = offered & wanted(settings);
        if self.capabilities.contains(CapabilityFlags::CLIENT_SSL) {
            self.encrypt(settings)?;
        } else if settings.tls.is_some() {
            let message = "SSL is required but the server doesn't support it";
            return Err(operational(CLIENT_ERROR_SSL, message));
        }
        let mut plugin = match hello.auth_plugin() {
            Some(AuthPlugin::CachingSha2Password) => AuthPlugin::CachingSha2Password,
            _ => AuthPlugin::MysqlNativePassword,
        };
        self.answer_greeting(settings, &plugin, &nonce)?;
        loop {
            let payload = self.read()?;
            match payload.first() {
                Some(0x00) => return self.accept(&payload).map(drop),
                Some(0xfe) if payload.len() > 1 => {
                    let switch: AuthSwitchRequest<'_> =
                        ParseBuf(&payload).parse(()).map_err(|error| lost(&error))?;
                    plugin = switch.auth_plugin().into_owned();
                    nonce = switch.plugin_data().to_vec();
                    let proof = self.proof(settings, &plugin, &nonce)?;
                    self.write(&proof)?;
                }
                Some(0x01) if plugin == AuthPlugin::CachingSha2Password => {
                    self.continue_sha2(settings, &nonce, &payload[1..])?;
                }
                _ => return Err(unsupported(&plugin)),
            }
        }
    }

    fn answer_greeting(
        &mut self,
        settings: &Settings,
        plugin: &AuthPlugin<'_>,
        nonce: &[u8],
    ) -> Result<(), DatabaseError> {
        let proof = self.proof(settings, plugin, nonce)?;
        let attributes: HashMap<String, String> = [
            ("_client_name", Some("limbeck".to_owned())),
            ("_client_version", Some(env!("CARGO_PKG_VERSION").to_owned())),
            ("_pid", Some(std::process::id().to_string())),
            ("program_name", settings.program_name.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
        let has_attributes = self.capabilities.contains(CapabilityFlags::CLIENT_CONNECT_ATTRS);
        let response = HandshakeResponse::new(
            Some(Cow::from(proof)),
            // Any version that has utf8mb4, whose collation is then the one announced.
            (8, 0, 0),
            Some(Cow::from(settings.user.as_bytes())),
            settings.database.as_ref().map(|name| Cow::from(name.as_bytes())),
            Some(plugin.borrow()),
            self.capabilities,
            has_attributes.then_some(attributes),
            MOST as u32,
        );
        self.write_struct(&response)
    }

    /// What a plugin sends to prove that we know the password.
    fn proof(
        &self,
        settings: &Settings,
        plugin: &AuthPlugin<'_>,
        nonce: &[u8],
    ) -> Result<Vec<u8>, DatabaseError> {
        let password = settings.password.as_deref();
        match plugin {
            AuthPlugin::MysqlNativePassword
            | AuthPlugin::CachingSha2Password
            | AuthPlugin::Ed25519 => {
                // A switch brings the terminator of the scramble along.
                let nonce = match plugin {
                    AuthPlugin::Ed25519 => nonce,
                    _ => nonce.get(..20).unwrap_or(nonce),
                };
                let proof = plugin.gen_data(password, nonce);
                Ok(proof.map(|data| data.to_vec()).unwrap_or_default())
            }
            AuthPlugin::MysqlClearPassword if self.is_private() => {
                Ok(terminated(password.unwrap_or_default()))
            }
            AuthPlugin::MysqlClearPassword => {
                let message = "the server asks for the password as plain text, which is sent only \
                               over TLS or a socket: add ssl=true to the URL";
                Err(operational(CLIENT_ERROR_PLUGIN, message))
            }
            other => Err(unsupported(other)),
        }
    }

    /// Sends the password itself where the server has no hash of it in its cache.
    fn continue_sha2(
        &mut self,
        settings: &Settings,
        nonce: &[u8],
        data: &[u8],
    ) -> Result<(), DatabaseError> {
        const DONE: u8 = 3;
        const SEND_PASSWORD: u8 = 4;
        const SEND_KEY: u8 = 2;
        let mut password = terminated(settings.password.as_deref().unwrap_or_default());
        match data.first() {
            Some(&DONE) => Ok(()),
            Some(&SEND_PASSWORD) if self.is_private() => self.write(&password),
            Some(&SEND_PASSWORD) => {
                self.write(&[SEND_KEY])?;
                let key = self.read()?;
                let nonce = nonce.get(..20).unwrap_or(nonce);
                for (place, byte) in password.iter_mut().enumerate() {
                    *byte ^= nonce.get(place % nonce.len().max(1)).copied().unwrap_or_default();
                }
                let key = key.get(1..).unwrap_or_default();
                if !key.starts_with(b"-----BEGIN PUBLIC KEY-----") {
                    let message = "the server's public key cannot be read";
                    return Err(operational(CLIENT_ERROR_PLUGIN, message));
                }
                self.write(&crypto::encrypt(&password, key))
            }
            _ => Err(unsupported(&AuthPlugin::CachingSha2Password)),
        }
    }

    fn is_private(&self) -> bool {
        !matches!(self.stream, Stream::Tcp(_))
    }

    fn encrypt(&mut self, settings: &Settings) -> Result<(), DatabaseError> {
        let request = SslRequest::new(self.capabilities, MOST as u32, COLLATION);
        self.write_struct(&request)?;
        let (Stream::Tcp(socket), Address::Tcp { host, .. }) = (&self.stream, &settings.address)
        else {
            return Ok(());
        };
        let socket = socket.try_clone().map_err(|error| lost(&error))?;
        let any = Tls { trust: Trust::Anyone, roots: String::new(), identity: None };
        let asked = settings.tls.as_ref().unwrap_or(&any);
        let identity = asked.identity.as_ref();
        let wanted = Wanted {
            trust: asked.trust,
            roots: &asked.roots,
            identity: identity.map(|(certificate, key)| (certificate.as_str(), key.as_str())),
            protocol: None,
            hint: "",
        };
        let stream = tls::handshake(socket, host, &wanted)
            .map_err(|message| operational(CLIENT_ERROR_SSL, message))?;
        self.stream = Stream::Tls(Box::new(stream));
        Ok(())
    }

    /// Sends a query; its answer is to be read next.
    ///
    /// # Errors
    /// The connection is lost.
    pub(super) fn query(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.command(COM_QUERY, sql.as_bytes())
    }

    /// Has the server take several statements in one text, or refuse them again.
    ///
    /// # Errors
    /// The server has no such option, or the connection is lost.
    pub(super) fn allow_several(&mut self, on: bool) -> Result<(), DatabaseError> {
        self.command(COM_SET_OPTION, &u16::from(!on).to_le_bytes())?;
        let answer = self.read()?;
        match self.is_end(&answer)? {
            true => Ok(()),
            false => self.accept(&answer).map(drop),
        }
    }

    fn command(&mut self, command: u8, data: &[u8]) -> Result<(), DatabaseError> {
        self.sequence = 0;
        let mut payload = Vec::with_capacity(data.len() + 1);
        payload.push(command);
        payload.extend_from_slice(data);
        self.write(&payload)
    }

    fn write_struct(&mut self, packet: &impl MySerialize) -> Result<(), DatabaseError> {
        let mut payload = Vec::new();
        packet.serialize(&mut payload);
        self.write(&payload)
    }

    fn write(&mut self, payload: &[u8]) -> Result<(), DatabaseError> {
        let mut rest = payload;
        loop {
            let (part, after) = rest.split_at(rest.len().min(MOST));
            let length = u32::try_from(part.len()).unwrap_or(0).to_le_bytes();
            self.output.extend_from_slice(&length[..3]);
            self.output.push(self.sequence);
            self.output.extend_from_slice(part);
            self.sequence = self.sequence.wrapping_add(1);
            rest = after;
            if part.len() < MOST {
                break;
            }
        }
        let sent = self.stream.write_all(&self.output).and_then(|()| self.stream.flush());
        self.output.clear();
        sent.map_err(|error| super::error::gone(&error))
    }

    /// The next packet, joined where the server cut it.
    ///
    /// # Errors
    /// What the server reports, or that the connection is lost; [`is_lost`](super::error::is_lost)
    /// tells them apart.
    pub(super) fn read(&mut self) -> Result<Vec<u8>, DatabaseError> {
        let mut payload = Vec::new();
        loop {
            let header = self.take(4)?;
            let [a, b, c, sequence] = [header[0], header[1], header[2], header[3]];
            let length = usize::from(a) | usize::from(b) << 8 | usize::from(c) << 16;
            self.sequence = sequence.wrapping_add(1);
            payload.extend_from_slice(&self.take(length)?);
            if length < MOST {
                break;
            }
        }
        if payload.first() != Some(&0xff) {
            return Ok(payload);
        }
        let parsed: ErrPacket<'_> =
            ParseBuf(&payload).parse(self.capabilities).map_err(|error| lost(&error))?;
        match parsed {
            ErrPacket::Error(error) => Err(server_error(&error)),
            ErrPacket::Progress(_) => self.read(),
        }
    }

    fn take(&mut self, count: usize) -> Result<Vec<u8>, DatabaseError> {
        while self.input.len() - self.at < count {
            self.fill()?;
        }
        let taken = self.input[self.at..self.at + count].to_vec();
        self.at += count;
        Ok(taken)
    }

    fn fill(&mut self) -> Result<(), DatabaseError> {
        if self.at > 0 {
            self.input.drain(..self.at);
            self.at = 0;
        }
        let mut chunk = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(lost(&io::ErrorKind::UnexpectedEof.into())),
                Ok(count) => {
                    self.input.extend_from_slice(&chunk[..count]);
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(lost(&error)),
            }
        }
    }

    /// Reads the packet that says a statement is done, and keeps what it says of the session.
    ///
    /// # Errors
    /// A packet that cannot be read.
    pub(super) fn accept<'a>(&mut self, payload: &'a [u8]) -> Result<OkPacket<'a>, DatabaseError> {
        let packet: OkPacketDeserializer<'_, CommonOkPacket> =
            ParseBuf(payload).parse(self.capabilities).map_err(|error| lost(&error))?;
        let packet = packet.into_inner();
        self.status = packet.status_flags();
        Ok(packet)
    }

    /// Whether `payload` ends a list of columns or rows; what it says of the session is kept.
    ///
    /// # Errors
    /// A packet that cannot be read.
    pub(super) fn is_end(&mut self, payload: &[u8]) -> Result<bool, DatabaseError> {
        if payload.first() != Some(&0xfe) || payload.len() >= 9 {
            return Ok(false);
        }
        let packet: OkPacketDeserializer<'_, OldEofPacket> =
            ParseBuf(payload).parse(self.capabilities).map_err(|error| lost(&error))?;
        self.status = packet.into_inner().status_flags();
        Ok(true)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = self.command(COM_QUIT, &[]);
    }
}

/// What pymysql asks for under SQLAlchemy: several results of a procedure, but no several
/// statements in one text, and counts of the rows found rather than changed.
fn wanted(settings: &Settings) -> CapabilityFlags {
    let mut flags = CapabilityFlags::CLIENT_LONG_PASSWORD
        | CapabilityFlags::CLIENT_FOUND_ROWS
        | CapabilityFlags::CLIENT_LONG_FLAG
        | CapabilityFlags::CLIENT_PROTOCOL_41
        | CapabilityFlags::CLIENT_TRANSACTIONS
        | CapabilityFlags::CLIENT_SECURE_CONNECTION
        | CapabilityFlags::CLIENT_MULTI_RESULTS
        | CapabilityFlags::CLIENT_PLUGIN_AUTH
        | CapabilityFlags::CLIENT_PLUGIN_AUTH_LENENC_CLIENT_DATA
        | CapabilityFlags::CLIENT_CONNECT_ATTRS
        | settings.flags;
    if settings.database.is_some() {
        flags |= CapabilityFlags::CLIENT_CONNECT_WITH_DB;
    }
    // Encrypted where the server can, but for a build that only can where it is asked to.
    let can = tls::IS_BUILT_IN || settings.tls.is_some();
    if can && !settings.tls_disabled && matches!(settings.address, Address::Tcp { .. }) {
        flags |= CapabilityFlags::CLIENT_SSL;
    }
    flags
}

fn terminated(password: &str) -> Vec<u8> {
    let mut bytes = password.as_bytes().to_vec();
    bytes.push(0);
    bytes
}

fn unsupported(plugin: &AuthPlugin<'_>) -> DatabaseError {
    let name = String::from_utf8_lossy(plugin.as_bytes()).into_owned();
    let message = format!("Authentication plugin '{name}' not configured");
    operational(CLIENT_ERROR_PLUGIN, message)
}

fn connect(settings: &Settings) -> Result<Stream, DatabaseError> {
    match &settings.address {
        #[cfg(unix)]
        Address::Socket(path) => match std::os::unix::net::UnixStream::connect(path) {
            Ok(socket) => Ok(Stream::Unix(socket)),
            Err(error) => Err(unreachable("localhost", &error)),
        },
        #[cfg(not(unix))]
        Address::Socket(path) => {
            Err(interface(format!("this system has no sockets such as {path}")))
        }
        Address::Tcp { host, port } => {
            let addresses = (host.as_str(), *port)
                .to_socket_addrs()
                .map_err(|error| unreachable(host, &error))?;
            let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
            for address in addresses {
                match TcpStream::connect_timeout(&address, settings.connect_timeout) {
                    Ok(socket) => {
                        // Answers are awaited one by one: without this each would wait.
                        let _ = socket.set_nodelay(true);
                        return Ok(Stream::Tcp(socket));
                    }
                    Err(error) => last = error,
                }
            }
            Err(unreachable(host, &last))
        }
    }
}

/// The error of a connection that was closed before.
pub(super) fn closed() -> DatabaseError {
    let mut error = interface("connection already closed");
    error.code = Some(0);
    error
}
