"""URLs as scripts take them apart and put them together."""

from ..util.langhelpers import immutabledict


def make_url(name_or_url):
    """A URL from its text, or the URL itself."""
    if isinstance(name_or_url, URL):
        return name_or_url
    made = getattr(name_or_url, "__to_string__", None)
    text = made(hide_password=False) if made else name_or_url
    if not isinstance(text, str):
        from ..exc import ArgumentError

        if getattr(type(name_or_url), "_limbeck_placeholder", False):
            name_or_url._limbeck_fail("as a URL")
        raise ArgumentError(f"Expected string or URL object, got {name_or_url!r}")
    return _parse(text)


class URL(tuple):
    """A database URL: `drivername username password host port database query`."""

    __slots__ = ()
    _fields = ("drivername", "username", "password", "host", "port", "database", "query")

    def __new__(cls, drivername, username=None, password=None, host=None, port=None,
                database=None, query=immutabledict()):
        given = (drivername, username, password, host, port, database, query)
        return tuple.__new__(cls, given)

    @classmethod
    def create(cls, drivername, username=None, password=None, host=None, port=None,
               database=None, query=immutabledict()):
        if not isinstance(drivername, str):
            raise TypeError("drivername must be a string")
        if port is not None:
            port = int(port)
        return cls(drivername, username, password, host, port, database, _query(query))

    drivername = property(lambda self: self[0])
    username = property(lambda self: self[1])
    host = property(lambda self: self[3])
    port = property(lambda self: self[4])
    database = property(lambda self: self[5])
    query = property(lambda self: self[6])

    @property
    def password(self):
        # A password may be an object that gives it when it is needed.
        return None if self[2] is None else str(self[2])

    @property
    def normalized_query(self):
        return immutabledict(
            {key: value if isinstance(value, tuple) else (value,) for key, value in
             self.query.items()}
        )

    def _replace(self, **kw):
        return type(self)(**{**dict(zip(self._fields, self)), **kw})

    def _asdict(self):
        return dict(zip(self._fields, self))

    def set(self, drivername=None, username=None, password=None, host=None, port=None,
            database=None, query=None):
        given = {"drivername": drivername, "username": username, "password": password,
                 "host": host, "port": port, "database": database,
                 "query": None if query is None else _query(query)}
        return self._replace(**{key: value for key, value in given.items() if value is not None})

    def update_query_dict(self, query_parameters, append=False):
        new = dict(self.query)
        for key, value in _query(query_parameters).items():
            if append and key in new:
                value = _several(new[key]) + _several(value)
            new[key] = value
        return self._replace(query=immutabledict(new))

    def update_query_pairs(self, key_value_pairs, append=False):
        gathered = {}
        for key, value in key_value_pairs:
            if key in gathered:
                gathered[key] = _several(gathered[key]) + _several(value)
            else:
                gathered[key] = value
        return self.update_query_dict(gathered, append=append)

    def update_query_string(self, query_string, append=False):
        from urllib.parse import parse_qsl

        return self.update_query_pairs(parse_qsl(query_string), append=append)

    def difference_update_query(self, names):
        return self._replace(
            query=immutabledict({k: v for k, v in self.query.items() if k not in set(names)})
        )

    def render_as_string(self, hide_password=True):
        text = self.drivername + "://"
        if self.username is not None:
            text += _quote(self.username, " +")
            if self.password is not None:
                text += ":" + ("***" if hide_password else _quote(self.password, " +"))
            text += "@"
        if self.host is not None:
            text += f"[{self.host}]" if ":" in self.host else self.host
        if self.port is not None:
            text += f":{self.port}"
        if self.database is not None:
            text += "/" + _quote(self.database, " +/")
        if self.query:
            pairs = [
                f"{_plus(key)}={_plus(value)}"
                for key in sorted(self.query) for value in _several(self.query[key])
            ]
            text += "?" + "&".join(pairs)
        return text

    __to_string__ = render_as_string

    def __str__(self):
        return self.render_as_string()

    __repr__ = __str__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def get_backend_name(self):
        return self.drivername.partition("+")[0]

    def get_driver_name(self):
        driver = self.drivername.partition("+")[2]
        return driver or self.get_dialect()().driver

    def get_dialect(self, _is_async=False):
        from ..dialects._base import registry

        return registry.load(self.drivername)

    def _get_entrypoint(self):
        return self.get_dialect()

    def translate_connect_args(self, names=None, **kw):
        names = {**dict(zip(names or (), names or ())), **kw}
        found = {}
        for name in ("host", "database", "username", "password", "port"):
            value = getattr(self, name)
            if value:
                found[names.get(name, name)] = value
        return found


def _several(value):
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _query(query):
    pairs = query.items() if hasattr(query, "items") else query
    made = {}
    for key, value in pairs:
        if isinstance(value, (list, tuple)):
            value = tuple(value)
        elif not isinstance(value, str):
            raise TypeError("Query dictionary values must be strings or sequences of strings")
        made[key] = value
    return immutabledict(made)


_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


def _quote(text, safe):
    return "".join(
        c if c in _SAFE or c in safe else "".join(f"%{byte:02X}" for byte in c.encode())
        for c in text
    )


def _plus(text):
    return _quote(text, " ").replace(" ", "+")


def _parse(text):
    import _limbeck

    parts = _limbeck.call("db.parse_url", {"url": text})
    query = {}
    for key, value in parts.pop("query"):
        query[key] = _several(query[key]) + (value,) if key in query else value
    return URL(**parts, query=immutabledict(query))
