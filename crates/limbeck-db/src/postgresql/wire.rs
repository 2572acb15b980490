//! The socket to a PostgreSQL server: messages out, messages in.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
};

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use limbeck_core::statement::{DatabaseError, ErrorKind};
use postgres_protocol::{
    authentication::{md5_hash, sasl},
    message::{
        backend::{ErrorFields, Message},
        frontend,
    },
};

use super::{
    settings::{ChannelBindingMode, Host, Settings, SslMode},
    tls,
};
use crate::{
    Notice,
    stream::Stream,
    tls::{IS_BUILT_IN, server_end_point},
};

/// How the error for a host without an address begins.
const UNKNOWN_HOST: &str = "could not translate host name";

/// A started session: what the server said of itself stands in `parameters`.
pub(super) struct Wire {
    stream: Stream,
    input: BytesMut,
    output: BytesMut,
    pub parameters: Vec<(String, String)>,
    pub notices: Vec<Notice>,
    /// `I`: idle, `T`: in a transaction, `E`: in one that failed.
    pub status: u8,
    /// The server's process and the secret by which it lets another connection cancel.
    key: Option<(i32, i32)>,
}

/// Asks a server to give up what a session does, by a connection of its own.
pub(crate) struct Canceller {
    settings: Settings,
    host: Host,
    key: (i32, i32),
    tls: bool,
}

impl Canceller {
    /// Sends the request. Nothing is answered: where it fails the statement goes on.
    pub fn cancel(&self) -> Result<(), DatabaseError> {
        let mut wire = Wire::unstarted(connect(&self.settings, &self.host)?);
        wire.stream.set_timeout(self.settings.connect_timeout);
        if self.tls {
            wire.negotiate_tls(&self.settings, &self.host).map_err(|failure| failure.error)?;
        }
        frontend::cancel_request(self.key.0, self.key.1, &mut wire.output);
        wire.flush().map_err(|error| lost(&error))
    }
}

/// Why a session did not start.
pub(super) struct StartError {
    pub error: DatabaseError,
    /// Whether trying with or without TLS instead may help.
    pub other_way: bool,
}

impl Wire {
    /// Connects, authenticates and waits until the server is ready.
    ///
    /// # Errors
    /// An operational error in libpq's words, which name the server.
    pub(super) fn open(settings: &Settings, host: &Host) -> Result<Wire, DatabaseError> {
        let encrypted = !host.name.starts_with('/');
        let ways: &[bool] = match settings.sslmode {
            _ if !encrypted => &[false],
            SslMode::Disable => &[false],
            // As libpq does that was built without it.
            SslMode::Allow | SslMode::Prefer if !IS_BUILT_IN => &[false],
            SslMode::Allow => &[false, true],
            SslMode::Prefer => &[true, false],
            SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => &[true],
        };
        let mut first = None;
        for tls in ways {
            match Wire::start(settings, host, *tls) {
                Ok(wire) => return Ok(wire),
                Err(failure) => {
                    let stop = !failure.other_way;
                    first.get_or_insert(failure.error);
                    if stop {
                        break;
                    }
                }
            }
        }
        let mut error = first.unwrap_or_else(|| operational("no way to connect was tried"));
        error.kind = ErrorKind::Operational;
        if !error.message.starts_with(UNKNOWN_HOST) {
            let peer = describe(host);
            error.message = format!("connection to server {peer} failed: {}", error.message);
        }
        Err(error)
    }

    fn start(settings: &Settings, host: &Host, use_tls: bool) -> Result<Wire, StartError> {
        let fatal = |error| StartError { error, other_way: false };
        let stream = connect(settings, host).map_err(fatal)?;
        let mut wire = Wire::unstarted(stream);
        wire.stream.set_timeout(settings.connect_timeout);
        if use_tls && !wire.negotiate_tls(settings, host)? && settings.sslmode != SslMode::Prefer {
            let message = "server does not support SSL, but SSL was required";
            return Err(fatal(operational(message)));
        }
        wire.log_in(settings).map_err(|error| {
            let other_way = error.sqlstate.as_deref().is_some_and(|state| state.starts_with("28"));
            StartError { error, other_way }
        })?;
        wire.stream.set_timeout(None);
        Ok(wire)
    }

    fn unstarted(stream: Stream) -> Wire {
        Wire {
            stream,
            input: BytesMut::with_capacity(16 * 1024),
            output: BytesMut::with_capacity(4 * 1024),
            parameters: Vec::new(),
            notices: Vec::new(),
            status: b'I',
            key: None,
        }
    }

    /// What cancels this session's statements from elsewhere.
    pub(super) fn canceller(&self, settings: &Settings, host: &Host) -> Option<Canceller> {
        let tls = matches!(self.stream, Stream::Tls(_));
        let (settings, host) = (settings.clone(), host.clone());
        self.key.map(|key| Canceller { settings, host, key, tls })
    }

    fn negotiate_tls(&mut self, settings: &Settings, host: &Host) -> Result<bool, StartError> {
        let fatal = |error| StartError { error, other_way: false };
        let lost = |error: io::Error| fatal(lost(&error));
        frontend::ssl_request(&mut self.output);
        self.flush().map_err(lost)?;
        let mut answer = [0];
        self.stream.read_exact(&mut answer).map_err(lost)?;
        if answer != [b'S'] {
            return Ok(false);
        }
        let Stream::Tcp(socket) = &self.stream else {
            return Ok(false);
        };
        let socket = socket.try_clone().map_err(lost)?;
        let stream = tls::handshake(socket, &host.name, settings)
            .map_err(|message| StartError { error: operational(message), other_way: true })?;
        self.stream = Stream::Tls(Box::new(stream));
        Ok(true)
    }

    fn log_in(&mut self, settings: &Settings) -> Result<(), DatabaseError> {
        let mut parameters =
            vec![("user", settings.user.as_str()), ("database", settings.database.as_str())];
        let set = settings.parameters.iter();
        parameters.extend(set.map(|(name, value)| (name.as_str(), value.as_str())));
        frontend::startup_message(parameters, &mut self.output).map_err(|error| lost(&error))?;
        self.flush().map_err(|error| lost(&error))?;
        let must_bind = settings.channel_binding == ChannelBindingMode::Require;
        let mut scram = None;
        loop {
            match self.read()? {
                Message::ReadyForQuery(body) => {
                    self.status = body.status();
                    return Ok(());
                }
                Message::AuthenticationOk
                | Message::AuthenticationCleartextPassword
                | Message::AuthenticationMd5Password(_)
                    if must_bind && scram.is_none() =>
                {
                    return Err(operational(
                        "channel binding required but not supported by server's authentication \
                         request",
                    ));
                }
                Message::BackendKeyData(body) => {
                    self.key = Some((body.process_id(), body.secret_key()));
                }
                Message::AuthenticationOk => {}
                Message::AuthenticationCleartextPassword => {
                    self.send_password(password(settings)?.as_bytes())?;
                }
                Message::AuthenticationMd5Password(body) => {
                    let password = password(settings)?;
                    let hash = md5_hash(settings.user.as_bytes(), password.as_bytes(), body.salt());
                    self.send_password(hash.as_bytes())?;
                }
                Message::AuthenticationSasl(body) => {
                    let offered: Vec<String> = body
                        .mechanisms()
                        .map(|name| Ok(name.to_owned()))
                        .collect()
                        .map_err(|error| lost(&error))?;
                    scram = Some(self.begin_scram(settings, &offered)?);
                }
                Message::AuthenticationSaslContinue(body) => {
                    let scram = scram.as_mut().ok_or_else(unexpected)?;
                    scram.update(body.data()).map_err(|error| operational(error.to_string()))?;
                    frontend::sasl_response(scram.message(), &mut self.output)
                        .map_err(|error| lost(&error))?;
                    self.flush().map_err(|error| lost(&error))?;
                }
                Message::AuthenticationSaslFinal(body) => {
                    let scram = scram.as_mut().ok_or_else(unexpected)?;
                    scram.finish(body.data()).map_err(|error| operational(error.to_string()))?;
                }
                Message::ErrorResponse(body) => return Err(error_of(body.fields(), true)),
                Message::AuthenticationGss | Message::AuthenticationSspi => {
                    return Err(operational(
                        "the server asks for GSSAPI, Kerberos or SSPI, which Limbeck does not \
                         speak: let it accept a password or a certificate",
                    ));
                }
                _ => return Err(unexpected()),
            }
        }
    }

    fn send_password(&mut self, password: &[u8]) -> Result<(), DatabaseError> {
        frontend::password_message(password, &mut self.output).map_err(|error| lost(&error))?;
        self.flush().map_err(|error| lost(&error))
    }

    fn begin_scram(
        &mut self,
        settings: &Settings,
        offered: &[String],
    ) -> Result<sasl::ScramSha256, DatabaseError> {
        let has = |name: &str| offered.iter().any(|offered| offered == name);
        let end_point = match &self.stream {
            Stream::Tls(stream) if settings.channel_binding != ChannelBindingMode::Disable => {
                server_end_point(stream)
            }
            _ => None,
        };
        let (mechanism, binding) = match end_point {
            Some(hash) if has(sasl::SCRAM_SHA_256_PLUS) => {
                (sasl::SCRAM_SHA_256_PLUS, sasl::ChannelBinding::tls_server_end_point(hash))
            }
            _ if settings.channel_binding == ChannelBindingMode::Require => {
                return Err(operational(
                    "channel binding required, but not supported by server's authentication \
                     request",
                ));
            }
            Some(_) => (sasl::SCRAM_SHA_256, sasl::ChannelBinding::unrequested()),
            None => (sasl::SCRAM_SHA_256, sasl::ChannelBinding::unsupported()),
        };
        if !has(mechanism) {
            return Err(operational(format!(
                "none of the server's SASL authentication mechanisms are supported: {}",
                offered.join(", ")
            )));
        }
        let scram = sasl::ScramSha256::new(password(settings)?.as_bytes(), binding);
        frontend::sasl_initial_response(mechanism, scram.message(), &mut self.output)
            .map_err(|error| lost(&error))?;
        self.flush().map_err(|error| lost(&error))?;
        Ok(scram)
    }

    /// Puts a query among what the next [`Wire::flush`] sends.
    ///
    /// # Errors
    /// A text that holds NUL.
    pub(super) fn queue(&mut self, sql: &str) -> Result<(), DatabaseError> {
        // What fails half-way would stay in the buffer and garble what follows.
        Self::check_text(sql)?;
        frontend::query(sql, &mut self.output).map_err(|error| lost(&error))
    }

    /// Whether a text can be sent at all.
    ///
    /// # Errors
    /// A text that holds NUL.
    pub(super) fn check_text(sql: &str) -> Result<(), DatabaseError> {
        match sql.contains('\0') {
            false => Ok(()),
            true => {
                let message = "the statement holds a NUL character";
                Err(DatabaseError::new(ErrorKind::Programming, message))
            }
        }
    }

    pub(super) fn queue_copy_fail(&mut self, why: &str) -> Result<(), DatabaseError> {
        frontend::copy_fail(why, &mut self.output).map_err(|error| lost(&error))
    }

    /// How many bytes wait to be sent.
    pub(super) fn queued(&self) -> usize {
        self.output.len()
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        let sent = self.stream.write_all(&self.output).and_then(|()| self.stream.flush());
        self.output.clear();
        sent
    }

    /// The next message; parameters and notices are kept and passed over.
    ///
    /// # Errors
    /// The connection is lost.
    pub(super) fn read(&mut self) -> Result<Message, DatabaseError> {
        loop {
            match Message::parse(&mut self.input).map_err(|error| lost(&error))? {
                Some(Message::ParameterStatus(body)) => {
                    let name = body.name().map_err(|error| lost(&error))?.to_owned();
                    let value = body.value().map_err(|error| lost(&error))?.to_owned();
                    self.parameters.retain(|(known, _)| *known != name);
                    self.parameters.push((name, value));
                }
                Some(Message::NoticeResponse(body)) => {
                    let notice = notice_of(body.fields());
                    self.notices.push(notice);
                }
                Some(Message::NotificationResponse(_)) => {}
                Some(message) => return Ok(message),
                None => self.fill()?,
            }
        }
    }

    fn fill(&mut self) -> Result<(), DatabaseError> {
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
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.output.clear();
        frontend::terminate(&mut self.output);
        let _ = self.flush();
    }
}

fn connect(settings: &Settings, host: &Host) -> Result<Stream, DatabaseError> {
    #[cfg(unix)]
    if host.name.starts_with('/') {
        let path = format!("{}/.s.PGSQL.{}", host.name, host.port);
        return match std::os::unix::net::UnixStream::connect(path) {
            Ok(socket) => Ok(Stream::Unix(socket)),
            Err(error) => Err(operational(format!(
                "{}\n\tIs the server running locally and accepting connections on that socket?",
                plain(&error)
            ))),
        };
    }
    let name = host.address.as_deref().unwrap_or(&host.name);
    let addresses = (name, host.port).to_socket_addrs().map_err(|error| {
        let error = error.to_string();
        let reason = error.rsplit(": ").next().unwrap_or_default();
        operational(format!("{UNKNOWN_HOST} \"{name}\" to address: {reason}"))
    })?;
    let mut last = None;
    for address in addresses {
        let connected = match settings.connect_timeout {
            Some(timeout) => TcpStream::connect_timeout(&address, timeout),
            None => TcpStream::connect(address),
        };
        match connected {
            Ok(socket) => {
                // Answers are awaited one by one: without this each would wait for the last.
                let _ = socket.set_nodelay(true);
                return Ok(Stream::Tcp(socket));
            }
            Err(error) => last = Some(error),
        }
    }
    let last = last.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into());
    Err(operational(match last.kind() {
        io::ErrorKind::TimedOut => "timeout expired".to_owned(),
        _ => format!(
            "{}\n\tIs the server running on that host and accepting TCP/IP connections?",
            plain(&last)
        ),
    }))
}

fn describe(host: &Host) -> String {
    if host.name.starts_with('/') {
        return format!("on socket \"{}/.s.PGSQL.{}\"", host.name, host.port);
    }
    match &host.address {
        Some(address) if *address != host.name => {
            format!("at \"{}\" ({address}), port {}", host.name, host.port)
        }
        _ => format!("at \"{}\", port {}", host.name, host.port),
    }
}

fn password(settings: &Settings) -> Result<&str, DatabaseError> {
    let given = settings.password.as_deref().filter(|password| !password.is_empty());
    given.ok_or_else(|| operational("fe_sendauth: no password supplied"))
}

fn operational(message: impl Into<String>) -> DatabaseError {
    DatabaseError::new(ErrorKind::Operational, message)
}

fn unexpected() -> DatabaseError {
    operational("the server answered with a message that does not belong here")
}

/// The error for a connection that broke.
pub(super) fn lost(error: &io::Error) -> DatabaseError {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => operational("timeout expired"),
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted => operational(
            "server closed the connection unexpectedly\n\
             \tThis probably means the server terminated abnormally\n\
             \tbefore or while processing the request.",
        ),
        _ => operational(plain(error)),
    }
}

// The system's words without Rust's number behind them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// The error that the fields of an ErrorResponse make.
///
/// While connecting, the severity belongs to the message, as libpq shows it.
pub(super) fn error_of(mut fields: ErrorFields<'_>, connecting: bool) -> DatabaseError {
    let mut error = DatabaseError::new(ErrorKind::Database, "");
    let mut severity = String::new();
    while let Ok(Some(field)) = fields.next() {
        let value = String::from_utf8_lossy(field.value_bytes()).into_owned();
        match field.type_() {
            b'S' => severity = value,
            b'C' => {
                error.kind = ErrorKind::from_sqlstate(&value);
                error.sqlstate = Some(value);
            }
            b'M' => error.message = value,
            b'D' => error.detail = Some(value),
            b'H' => error.hint = Some(value.into()),
            b'W' => error.context = Some(value.into()),
            b'P' => error.position = value.parse().ok(),
            b'n' => error.constraint = Some(value),
            b't' => error.table = Some(value.into()),
            b'c' => error.column = Some(value.into()),
            _ => {}
        }
    }
    if connecting {
        error.message = format!("{severity}:  {}", error.message);
    }
    error
}

fn notice_of(mut fields: ErrorFields<'_>) -> Notice {
    let mut notice =
        Notice { severity: String::new(), message: String::new(), detail: None, hint: None };
    while let Ok(Some(field)) = fields.next() {
        let value = String::from_utf8_lossy(field.value_bytes()).into_owned();
        match field.type_() {
            b'S' => notice.severity = value,
            b'M' => notice.message = value,
            b'D' => notice.detail = Some(value),
            b'H' => notice.hint = Some(value),
            _ => {}
        }
    }
    notice
}
