"""URLs and addresses."""

from ._checks import check_str
from ._errors import fail

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}


class _Host(dict):
    pass


class AnyUrl:
    """A URL with its parts."""

    _schemes = None
    _host_required = False
    _many_hosts = False
    _default_port = None
    _default_path = None
    _default_host = None

    def __init__(self, url):
        text = str(url)
        self._take(text)

    def _take(self, text):
        scheme, separator, rest = text.strip().partition(":")
        if not separator or not scheme.replace("+", "").replace("-", "").replace(".", "").isalnum():
            raise fail("url_parsing", "Input should be a valid URL, relative URL without a base",
                       text)
        self.scheme = scheme.lower()
        special = self.scheme in _PORTS
        if rest.startswith("//"):
            rest = rest[2:]
        elif special:
            rest = rest.lstrip("/")
        else:
            self.host = self.port = self.username = self.password = None
            self._hosts = []
            self._split_path(rest)
            self._text = f"{self.scheme}:{rest}"
            self._check(text)
            return
        end = min((at for at in (rest.find(mark) for mark in "/?#") if at >= 0),
                  default=len(rest))
        authority, tail = rest[:end], rest[end:]
        user, at, hosts = authority.rpartition("@")
        self.username, _, self.password = user.partition(":")
        self.username = self.username or None
        self.password = self.password or None
        self._hosts = [self._host(part, text) for part in hosts.split(",")] if hosts else []
        first = self._hosts[0] if self._hosts else {}
        self.host = first.get("host")
        self.port = first.get("port")
        if special and not self.host:
            raise fail("url_parsing", "Input should be a valid URL, empty host", text)
        if special and not tail.startswith("/"):
            tail = "/" + tail
        self._split_path(tail)
        shown = ",".join(self._shown_host(item) for item in self._hosts)
        self._text = f"{self.scheme}://{user}{at}{shown}{tail}"
        self._check(text)

    def _host(self, part, text):
        if part.startswith("["):
            host, _, port = part.partition("]")
            host, port = host + "]", port.lstrip(":")
        else:
            host, _, port = part.partition(":")
        if port:
            try:
                number = int(port)
            except ValueError:
                raise fail("url_parsing", "Input should be a valid URL, invalid port number",
                           text) from None
            if not 0 <= number <= 65535:
                raise fail("url_parsing", "Input should be a valid URL, invalid port number", text)
        else:
            number = _PORTS.get(self.scheme)
        if self.scheme in _PORTS:
            host = host.lower()
        return _Host(username=self.username, password=self.password, host=host or None,
                     port=number)

    def _shown_host(self, item):
        port = item["port"]
        shown = "" if port is None or _PORTS.get(self.scheme) == port else f":{port}"
        return f"{item['host'] or ''}{shown}"

    def _split_path(self, tail):
        tail, _, fragment = tail.partition("#")
        path, _, query = tail.partition("?")
        self.path = path or None
        self.query = query or None
        self.fragment = fragment or None

    def _check(self, text):
        if self._schemes is not None and self.scheme not in self._schemes:
            from ._checks import _or_list

            wanted = _or_list(repr(item) for item in self._schemes)
            raise fail("url_scheme", f"URL scheme should be {wanted}", text,
                       {"expected_schemes": wanted})
        if self._host_required and not any(item["host"] for item in self._hosts):
            raise fail("url_parsing", "Input should be a valid URL, empty host", text)
        if self._default_port is not None and self.port is None and self.host:
            self.port = self._default_port
            self._hosts[0]["port"] = self._default_port
            self._text = self._text.replace(
                f"{self.host}", f"{self.host}:{self._default_port}", 1)

    @classmethod
    def _limbeck_validator(cls, value, ctx):
        if isinstance(value, cls):
            return value
        if isinstance(value, AnyUrl):
            value = str(value)
        if not isinstance(value, str):
            raise fail("url_type", "URL input should be a string or URL", value)
        made = cls.__new__(cls)
        made._take(value)
        return made

    @classmethod
    def build(cls, *, scheme, username=None, password=None, host=None, hosts=None, port=None,
              path=None, query=None, fragment=None):
        """A URL from its parts."""
        from urllib.parse import quote

        text = f"{scheme}://"
        if username is not None:
            text += quote(username, safe="!$&'()*+,;=%")
        if password is not None:
            text += ":" + quote(password, safe="!$&'()*+,;=%")
        if username is not None or password is not None:
            text += "@"
        if hosts:
            text += ",".join(
                f"{item.get('host')}" + (f":{item['port']}" if item.get("port") else "")
                for item in hosts
            )
        elif host is not None:
            text += host
        if port is not None:
            text += f":{port}"
        if path is not None:
            text += f"/{path}"
        if query is not None:
            text += f"?{query}"
        if fragment is not None:
            text += f"#{fragment}"
        return cls(text)

    def hosts(self):
        return [dict(item) for item in self._hosts]

    def query_params(self):
        return [tuple(part.partition("=")[::2]) for part in (self.query or "").split("&") if part]

    def unicode_string(self):
        return self._text

    encoded_string = unicode_string

    def unicode_host(self):
        return self.host

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"{type(self).__name__}({self._text!r})"

    def __eq__(self, other):
        return type(self) is type(other) and self._text == other._text

    def __lt__(self, other):
        return self._text < other._text

    def __hash__(self):
        return hash(self._text)

    def __len__(self):
        return len(self._text)


class Url(AnyUrl):
    pass


class MultiHostUrl(AnyUrl):
    _many_hosts = True


class AnyHttpUrl(AnyUrl):
    _schemes = ("http", "https")


class HttpUrl(AnyUrl):
    _schemes = ("http", "https")


class AnyWebsocketUrl(AnyUrl):
    _schemes = ("ws", "wss")


class WebsocketUrl(AnyWebsocketUrl):
    pass


class FileUrl(AnyUrl):
    _schemes = ("file",)


class FtpUrl(AnyUrl):
    _schemes = ("ftp",)


class PostgresDsn(MultiHostUrl):
    _host_required = True
    _schemes = (
        "postgres", "postgresql", "postgresql+asyncpg", "postgresql+pg8000", "postgresql+psycopg",
        "postgresql+psycopg2", "postgresql+psycopg2cffi", "postgresql+py-postgresql",
        "postgresql+pygresql",
    )


class CockroachDsn(AnyUrl):
    _host_required = True
    _schemes = ("cockroachdb", "cockroachdb+psycopg2", "cockroachdb+asyncpg")


class MySQLDsn(AnyUrl):
    _default_port = 3306
    _host_required = True
    _schemes = ("mysql", "mysql+mysqlconnector", "mysql+aiomysql", "mysql+asyncmy",
                "mysql+mysqldb", "mysql+pymysql", "mysql+cymysql", "mysql+pyodbc")


class MariaDBDsn(AnyUrl):
    _default_port = 3306
    _schemes = ("mariadb", "mariadb+mariadbconnector", "mariadb+pymysql")


class ClickHouseDsn(AnyUrl):
    _schemes = ("clickhouse+native", "clickhouse+asynch", "clickhouse+http", "clickhouse",
                "clickhouses", "clickhousedb")


class MongoDsn(MultiHostUrl):
    _default_port = 27017
    _schemes = ("mongodb", "mongodb+srv")


class RedisDsn(AnyUrl):
    _default_port = 6379
    _default_host = "localhost"
    _schemes = ("redis", "rediss")

    def _check(self, text):
        if self.host is None:
            self.host = "localhost"
            self._hosts = [_Host(host="localhost", port=None, username=None, password=None)]
            self._text = self._text.replace("://", "://localhost", 1)
        AnyUrl._check(self, text)
        if self.path in (None, "/"):
            if self.path is None:
                self._text += "/0"
            else:
                self._text += "0"
            self.path = "/0"


class AmqpDsn(AnyUrl):
    _schemes = ("amqp", "amqps")


class KafkaDsn(AnyUrl):
    _default_port = 9092
    _schemes = ("kafka",)


class NatsDsn(MultiHostUrl):
    _default_port = 4222
    _schemes = ("nats", "tls", "ws", "wss")


class SnowflakeDsn(AnyUrl):
    _schemes = ("snowflake",)


class UrlConstraints:
    def __init__(self, max_length=None, allowed_schemes=None, host_required=None,
                 default_host=None, default_port=None, default_path=None, preserve_empty_path=None):
        self.allowed_schemes = allowed_schemes
        self._most = max_length

    def _limbeck_wrap(self, check):
        def checked(value, ctx):
            found = check(value, ctx)
            if self.allowed_schemes and found.scheme not in self.allowed_schemes:
                from ._checks import _or_list

                wanted = _or_list(repr(item) for item in self.allowed_schemes)
                raise fail("url_scheme", f"URL scheme should be {wanted}", value)
            return found

        return checked


class EmailStr(str):
    @classmethod
    def _limbeck_validator(cls, value, ctx):
        return validate_email(check_str(value, ctx))[1]


class NameEmail:
    def __init__(self, name, email):
        self.name, self.email = name, email

    @classmethod
    def _limbeck_validator(cls, value, ctx):
        if isinstance(value, cls):
            return value
        return cls(*validate_email(check_str(value, ctx)))

    def __str__(self):
        return f"{self.name} <{self.email}>"


def validate_email(value):
    """(local part, address); the address in its usual form."""
    text = value.strip()
    name = None
    if text.endswith(">") and "<" in text:
        name, _, text = text[:-1].rpartition("<")
        name = name.strip().strip('"')

    def refuse(why):
        return fail("value_error", f"value is not a valid email address: {why}", value,
                    {"reason": why})

    local, at, domain = text.rpartition("@")
    if not at:
        raise refuse("An email address must have an @-sign.")
    if not local:
        raise refuse("There must be something before the @-sign.")
    if not domain:
        raise refuse("There must be something after the @-sign.")
    if "." not in domain:
        raise refuse("The part after the @-sign is not valid. It should have a period.")
    for letter in local:
        if letter in ' ()<>,;:"[]\\@':
            raise refuse(
                f"The email address contains invalid characters before the @-sign: {letter!r}.")
    return name or local, f"{local}@{domain.lower()}"


class IPvAnyAddress:
    @classmethod
    def _limbeck_validator(cls, value, ctx):
        import ipaddress

        try:
            return ipaddress.ip_address(value)
        except ValueError:
            raise fail("ip_any_address", "value is not a valid IPv4 or IPv6 address",
                       value) from None


class IPvAnyNetwork:
    @classmethod
    def _limbeck_validator(cls, value, ctx):
        import ipaddress

        try:
            return ipaddress.ip_network(value)
        except ValueError:
            raise fail("ip_any_network", "value is not a valid IPv4 or IPv6 network",
                       value) from None


class IPvAnyInterface(IPvAnyAddress):
    pass
