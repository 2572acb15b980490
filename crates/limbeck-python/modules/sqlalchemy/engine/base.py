"""Engines, connections and transactions.

Rust holds the connections: what stands here knows them by an id, hands statements over and
tells the listeners of `sqlalchemy.event`.
"""

import _limbeck

from ..util.langhelpers import immutabledict

_ISOLATION_FIXED = (
    "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
    "autobegin; isolation_level may not be altered unless rollback() or commit() is called first."
)
_BEGUN = (
    "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
    "autobegin; can't call begin() here unless rollback() or commit() is called first."
)


def _invalid(message):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(message)


_heard_events = set()
"""The events of engines, connections and pools that ever had a listener."""


_invoking = []
"""The connections on which operations run, the innermost last."""


class _Listened:
    """Has listeners of `sqlalchemy.event`, by the name of the event."""

    _listeners = None

    def _fire(self, event, *args):
        for function in self._heard(event):
            function(*args)

    def _heard(self, event):
        if event not in _heard_events:
            return ()
        own = self._listeners
        found = list(own.get(event, ())) if own else []
        parent = self._listener_parent()
        if parent is not None:
            found = [*parent._heard(event), *found]
        for cls in type(self).__mro__:
            shared = cls.__dict__.get("_class_listeners")
            if shared:
                found = list(shared.get(event, ())) + found
        return found

    def _listener_parent(self):
        return None


class ConnectionEventsTarget(_Listened):
    pass


Connectable = ConnectionEventsTarget


class Engine(ConnectionEventsTarget):
    """A database by its URL; connections are made when they are asked for."""

    def __init__(self, url, options):
        from ..dialects._base import dialect_named
        from ..pool import Pool

        self.url = url
        self._options = options
        backend = url.get_backend_name()
        driver = url.drivername.partition("+")[2] or None
        self.dialect = dialect_named(backend, driver, paramstyle=options.get("paramstyle"))
        self._execution_options = immutabledict(options.get("execution_options") or {})
        self.echo = options.get("echo", False)
        # Whether its statements go to a log: there is an echo, or the log asks for them.
        self._shows = bool(self.echo)
        self.logging_name = options.get("logging_name")
        self.hide_parameters = options.get("hide_parameters", False)
        self.pool = Pool._of(self, options.get("poolclass") or options.get("pool_class"))

    @property
    def engine(self):
        return self

    name = property(lambda self: self.dialect.name)
    driver = property(lambda self: self.dialect.driver)

    def _is_memory(self):
        database = self.url.database
        if self.url.get_backend_name() != "sqlite":
            return False
        return not database or database == ":memory:" or "mode=memory" in str(self.url)

    def connect(self):
        return Connection(self)

    def begin(self):
        return _EngineBegin(self)

    def raw_connection(self):
        return Connection(self).connection

    def dispose(self, close=True):
        self.pool.dispose()

    def execution_options(self, **opt):
        return OptionEngine(self, opt)

    def get_execution_options(self):
        return self._execution_options

    def update_execution_options(self, **opt):
        self._execution_options = immutabledict({**self._execution_options, **opt})

    def clear_compiled_cache(self):
        pass

    def _connect_raw(self):
        """A new connection: what Rust says of it."""
        arguments = dict(self._options.get("connect_args") or {})
        url = self._asked_url(arguments)
        wanted = {
            "url": url.render_as_string(hide_password=False), "arguments": _plain(arguments),
        }
        try:
            answer = _limbeck.call("db.connect", wanted)
        except Exception as error:
            from ..exc import DBAPIError, _completed

            if not isinstance(error, DBAPIError) or self.dialect.name not in ("mysql", "mariadb"):
                raise
            # Only the engine knows the driver before there is a connection.
            raise _completed(error, self.dialect, None, None) from None
        known = answer["dialect"]
        dialect = self.dialect
        dialect._take_server(known)
        raw = driver_connection(answer["id"], dialect)
        level = self._options.get("isolation_level")
        if level is not None:
            raw._set_isolation(level)
        first = not self.pool._connected
        self.pool._connected = True
        if first:
            self.pool._fire_all("first_connect", raw)
        self.pool._fire_all("connect", raw)
        raw._settle()
        return raw

    def _asked_url(self, arguments):
        listeners = self._heard("do_connect")
        if not listeners:
            return self.url
        url = self.url
        given = {"user": url.username, "password": url.password, "host": url.host,
                 "port": url.port, "dbname": url.database}
        given = {key: value for key, value in given.items() if value is not None}
        given.update(arguments)
        for listener in listeners:
            listener(self.dialect, None, [], given)
        names = {"user": "username", "dbname": "database"}
        for key in ("user", "password", "host", "port", "dbname"):
            if key in given:
                value = given.pop(key)
                arguments.pop(key, None)
                if value is not None:
                    url = url._replace(**{names.get(key, key): value})
        arguments.clear()
        arguments.update(given)
        return url

    def __repr__(self):
        return f"Engine({self.url!r})"


def _plain(arguments):
    """`connect_args` as Rust reads them; what is no plain value says what it is about."""
    made = {}
    for key, value in arguments.items():
        if isinstance(value, dict):
            made[key] = _plain(value)
        elif value is None or isinstance(value, (bool, int, float, str)):
            made[key] = value
        elif key == "ssl":
            # An ssl.SSLContext: TLS is wanted; what it trusts cannot be read from it.
            made[key] = "require"
        elif not callable(value):
            made[key] = str(value)
    return made


class OptionEngine(Engine):
    """An engine with other execution options over the same connections."""

    def __init__(self, proxied, options):
        self._proxied = proxied
        self.url, self.dialect, self.pool = proxied.url, proxied.dialect, proxied.pool
        self._options = proxied._options
        self.echo, self.logging_name = proxied.echo, proxied.logging_name
        self._shows = proxied._shows
        self.hide_parameters = proxied.hide_parameters
        self._execution_options = immutabledict({**proxied._execution_options, **options})

    def _listener_parent(self):
        return self._proxied


class _EngineBegin:
    """`with engine.begin() as connection:`"""

    def __init__(self, engine):
        self.engine = engine

    def __enter__(self):
        self.connection = self.engine.connect()
        self.connection.begin()
        return self.connection

    def __exit__(self, kind, *raised):
        try:
            if kind is None:
                self.connection.commit()
            else:
                self.connection.rollback()
        finally:
            self.connection.close()


class Connection(ConnectionEventsTarget):
    """A connection; a transaction begins with the first statement."""

    _is_offline = False

    def __init__(self, engine, raw=None):
        self.engine = engine
        self.dialect = engine.dialect
        self._execution_options = engine._execution_options
        self._root = None
        self._nested = None
        self._savepoints = 0
        self._closed = False
        self._raw = engine.pool._take() if raw is None else raw
        self._owned = raw is None
        self._base_isolation = None
        self._fire("engine_connect", self)
        level = self._execution_options.get("isolation_level")
        if level is not None:
            self._alter_isolation(level)
        self._refuse_translation(self._execution_options)

    @classmethod
    def _from_id(cls, id):
        """The connection that Rust holds under this id, which stays its owner."""
        known = _limbeck.call("db.dialect", {"connection": id})
        from .url import make_url

        engine = Engine(make_url(known["url"]), {})
        dialect = engine.dialect
        found = known["dialect"]
        dialect._take_server(found)
        return cls(engine, driver_connection(id, dialect))

    def _listener_parent(self):
        return self.engine

    def __limbeck__(self):
        return self._id

    @property
    def _id(self):
        if self._closed:
            from ..exc import ResourceClosedError

            raise ResourceClosedError("This Connection is closed")
        return self._raw._id

    closed = property(lambda self: self._closed)
    invalidated = property(lambda self: False)

    @property
    def info(self):
        return self._raw.info

    @property
    def connection(self):
        self._id
        return PoolProxiedConnection(self._raw, self)

    @property
    def default_isolation_level(self):
        return self._base_isolation or self.get_isolation_level()

    def get_isolation_level(self):
        return _limbeck.call("db.isolation", {"connection": self._id})

    def get_execution_options(self):
        return self._execution_options

    def execution_options(self, **opt):
        if "isolation_level" in opt:
            if self.in_transaction():
                _invalid(_ISOLATION_FIXED)
            self._alter_isolation(opt["isolation_level"])
        self._refuse_translation(opt)
        self._execution_options = immutabledict({**self._execution_options, **opt})
        self._fire("set_connection_execution_options", self, opt)
        return self

    def _refuse_translation(self, options):
        if "schema_translate_map" in options:
            from ._translation import refuse_translation

            refuse_translation(self, options)

    def _alter_isolation(self, level):
        if self._base_isolation is None:
            self._base_isolation = self.get_isolation_level()
        self._raw._set_isolation(level)

    # Transactions.

    def in_transaction(self):
        return not self._closed and _limbeck.call("db.in_transaction", {"connection": self._id})

    def in_nested_transaction(self):
        return self._nested is not None and self._nested.is_active

    def get_transaction(self):
        if not self.in_transaction():
            return None
        if self._root is None or not self._root._active:
            self._root = RootTransaction(self)
        return self._root

    def get_nested_transaction(self):
        return self._nested

    def begin(self):
        if self.in_transaction():
            _invalid(_BEGUN)
        return self._begin()

    def _begin(self):
        _limbeck.call("db.begin", {"connection": self._id})
        self._root = RootTransaction(self)
        self._fire("begin", self)
        return self._root

    def begin_nested(self):
        if not self.in_transaction():
            self._begin()
        from ._nested import NestedTransaction

        return NestedTransaction(self)

    def begin_twophase(self, xid=None):
        if self.in_transaction():
            _invalid(
                "Cannot start a two phase transaction when a transaction is already in progress."
            )
        if self.dialect.name != "postgresql":
            raise NotImplementedError(
                f"two-phase transactions on {self.dialect.name} are not supported; begin() in "
                "place of begin_twophase()"
            )
        if xid is None:
            from random import getrandbits

            xid = f"_sa_{getrandbits(128):032x}"
        from ._nested import TwoPhaseTransaction

        _limbeck.call("db.begin", {"connection": self._id})
        self._root = TwoPhaseTransaction(self, xid)
        self._fire("begin_twophase", self, xid)
        return self._root

    def recover_twophase(self):
        found = self.exec_driver_sql("SELECT gid FROM pg_prepared_xacts").scalars().all()
        return list(found)

    def commit(self):
        self._end("commit")

    def rollback(self):
        self._end("rollback")

    def _end(self, word):
        if self._closed:
            if word == "rollback":
                return
            self._id
        if self.in_transaction():
            self._fire(word, self)
            self._driver_call(word)
        if self._root is not None:
            self._root._active = False
        self._root = self._nested = None

    def _driver_call(self, word, **more):
        from ..exc import DBAPIError, _completed

        try:
            return _limbeck.call("db." + word, {"connection": self._id, **more})
        except DBAPIError as error:
            raise _completed(error, self.dialect, error.statement, None) from None

    # Its end.

    def close(self):
        if self._closed:
            return
        if not self._owned:
            self._closed = True
            return
        try:
            self._end("rollback")
            if self._base_isolation is not None:
                self._raw._set_isolation(self._base_isolation)
        finally:
            self._closed = True
            self.engine.pool._give_back(self._raw)

    def detach(self):
        self.engine.pool._forget(self._raw)
        self._owned_detached = True

    def invalidate(self, exception=None):
        if not self._closed:
            self._closed = True
            self._raw.close()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.close()

    # Statements.

    def execute(self, statement, parameters=None, *, execution_options=None):
        method = getattr(statement, "_execute_on_connection", None)
        if method is not None:
            return method(self, parameters, execution_options)
        if not getattr(statement, "supports_execution", False) and (
            isinstance(statement, str) or not hasattr(statement, "__limbeck__")
        ):
            from ..exc import ObjectNotExecutableError

            raise ObjectNotExecutableError(statement)
        return _run(self, statement, parameters, execution_options)

    def scalar(self, statement, parameters=None, *, execution_options=None):
        result = self.execute(statement, parameters, execution_options=execution_options)
        return result.scalar()

    def scalars(self, statement, parameters=None, *, execution_options=None):
        return self.execute(statement, parameters, execution_options=execution_options).scalars()

    def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        return _run_driver_sql(self, statement, parameters)

    def run_callable(self, callable_, *args, **kwargs):
        return callable_(self, *args, **kwargs)

    def schema_for_object(self, obj):
        map_ = self._execution_options.get("schema_translate_map") or {}
        return map_.get(obj.schema, obj.schema)

    def _invoke_operation(self, operation):
        """Runs an operation of `limbeck_core::ops`, as `Table.create()` makes them."""
        if not self.in_transaction():
            self._begin()
        _invoking.append(self)
        try:
            self._driver_call("invoke", operation=operation)
        finally:
            _invoking.pop()

    def _has_type(self, name, schema):
        if self.dialect.name != "postgresql":
            return False
        return self._driver_call("inspect", what="has_type", name=name, schema=schema)


def _run(*args):
    """Stands for `_execute.run` until the first statement, which loads that."""
    global _run
    from ._execute import run as _run

    return _run(*args)


def _run_driver_sql(*args):
    """The same for `_execute.run_driver_sql`."""
    global _run_driver_sql
    from ._execute import run_driver_sql as _run_driver_sql

    return _run_driver_sql(*args)


class Transaction:
    """A transaction, ended once."""

    nested = False

    def __init__(self, connection):
        self.connection = connection
        self._active = True

    @property
    def is_active(self):
        return self._active

    is_valid = is_active

    def close(self):
        if self._active:
            self.rollback()

    def __enter__(self):
        return self

    def __exit__(self, kind, *raised):
        if not self._active:
            return
        if kind is None:
            try:
                self.commit()
            except BaseException:
                if self._active:
                    self.rollback()
                raise
        else:
            self.rollback()


class RootTransaction(Transaction):
    @property
    def is_active(self):
        return self._active and self.connection.in_transaction()

    def commit(self):
        if not self._active:
            _invalid("This transaction is inactive")
        self.connection.commit()

    def rollback(self):
        if self._active:
            self.connection.rollback()


from ._dbapi import PoolProxiedConnection, driver_connection


def __getattr__(name):
    if name not in ("NestedTransaction", "TwoPhaseTransaction"):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from . import _nested

    return getattr(_nested, name)
