"""Compilation: the element's JSON goes to Rust, and the text comes back."""

import _limbeck

from .base import HOOKS, _dialects, _live, for_dialect, noted_binds, running
from .elements import SCALARS, clause_of, null_type, plain_kinds, value_to_wire


class _Default:
    """The dialect of `str(expression)`: nobody's, with named parameters."""

    name = "default"
    driver = "default"
    paramstyle = "named"
    server_version_info = None
    supports_sequences = False


_default = _Default()


def dialect_wire(dialect):
    """The dialect as Rust reads it; None where the run's own is meant."""
    if dialect is None:
        return None
    name = dialect.name
    if name == "default":
        # Rust knows no nameless dialect: PostgreSQL spells nearest to it, without a driver's say.
        return {"name": "postgresql", "driver": "default", "paramstyle": "named"}
    if name not in ("postgresql", "sqlite", "mysql", "mariadb"):
        from sqlalchemy import exc

        raise exc.CompileError("Limbeck does not speak the dialect %r" % name)
    wire = {"name": name, "driver": dialect.driver, "paramstyle": dialect.paramstyle}
    version = getattr(dialect, "server_version_info", None)
    if version:
        wire["server_version"] = [part for part in version if isinstance(part, int)]
    for wired, name in (("is_mariadb", "is_mariadb"), ("backslash_escapes", "_backslash_escapes")):
        if hasattr(dialect, name):
            wire[wired] = getattr(dialect, name)
    return wire


def request(element, dialect, mode, params=None, many=None, expand=False):
    """What `compile` asks of Rust: made while the dialect is known to the element's types."""
    payload = _with_values(element, params, many)
    payload.update({"dialect": dialect_wire(dialect), "mode": mode})
    if expand:
        payload["expand"] = True
    return payload


def _with_values(element, params, many):
    """An element and the values that are given beside it."""
    payload = {"element": element}
    own = getattr(element, "_given_params", None)
    if own:
        params = {**own, **(params or {})}
    if params is not None:
        payload["params"] = _GivenOnce(element, params)
    if many:
        payload["many"] = _Given(element, many)
    return payload


class _Given:
    """Sets of values given at execution, by the name of a bind, or of a column that is written.

    They go over the wire after the element, whose binds say of what type a value is.
    """

    def __init__(self, element, sets):
        self._table = getattr(element, "table", None) if getattr(element, "is_dml", False) else None
        self._sets = sets

    def __limbeck__(self):
        if _limbeck.are_plain(self._sets, self._kinds):
            return self._sets
        encoders = {}
        return [self._encoded(encoders, values) for values in self._sets]

    def _kinds(self, given):
        """The kinds of values under this name that go as they are."""
        name, plain, _ = self._encoder(given)
        return plain if name == given else ()

    def _encoded(self, encoders, values):
        made = {}
        for given, value in values.items():
            found = encoders.get(given)
            if found is None:
                found = encoders[given] = self._encoder(given)
            name, plain, encode = found
            made[name] = value if type(value) in plain else encode(value)
        return made

    def _encoder(self, name):
        """(name on the wire, kinds of values that go as they are, what becomes of others)"""
        if not isinstance(name, str):
            name = getattr(clause_of(name), "key", None) or str(name)
        bind = noted_binds[-1].get(name)
        if bind is not None:
            if bind.expanding and type(self) is _Given:
                from ..exc import InvalidRequestError

                raise InvalidRequestError(
                    "'literal_execute' or 'expanding' parameters can't be used with executemany()"
                )
            return name, () if bind.expanding else plain_kinds(bind.type), bind._encoded
        column = None if self._table is None else self._table.c.get(name)
        type_ = null_type() if column is None else column.type
        return name, plain_kinds(type_), lambda value: value_to_wire(value, type_)


class _GivenOnce(_Given):
    """One set of values."""

    def __limbeck__(self):
        values = self._sets
        if self._table is None and not noted_binds[-1] and SCALARS.issuperset(
            [type(value) for value in values.values()]
        ):
            # As under text(): nothing says of what type they are.
            return values
        return self._encoded({}, values)


def call(payload):
    noted_binds.append({})
    try:
        return _limbeck.call("compile", payload)
    finally:
        inner = noted_binds.pop()
        if noted_binds:
            noted_binds[-1].update(inner)


class Compiled:
    """A compiled statement or expression."""

    def __init__(self, statement, dialect, answer):
        self.statement = statement
        self.dialect = dialect
        self._answer = answer
        self.string = answer["sql"]
        self.positiontup = answer.get("positions")

    @property
    def params(self):
        return self.construct_params()

    def construct_params(self, params=None, **kw):
        values = {bind["name"]: bind["value"] for bind in self._answer.get("binds", ())}
        values.update(params or {})
        return values

    def __str__(self):
        return self.string


SQLCompiler = Compiled


def compile_element(element, bind=None, dialect=None, compile_kwargs=None, **kw):
    """`element.compile(..)`"""
    if dialect is None:
        dialect = getattr(bind, "dialect", None) or _default
    options = dict(compile_kwargs or {})
    mode = "literal" if options.get("literal_binds") else "text"
    expand = bool(options.get("render_postcompile"))
    with for_dialect(dialect):
        answer = call(request(element, dialect, mode, expand=expand))
    return Compiled(element, dialect, answer)


def compile_type(type_, dialect=None):
    """The type as DDL spells it."""
    dialect = dialect or _default
    element = {"expr": "fragments", "parts": [{"type_sql": type_}]}
    with for_dialect(dialect):
        return call(request(element, dialect, "text"))["sql"]


def compile_for_execution(statement, dialect, params=None, many=None):
    """The answer of Rust for running the statement: sql, params, many, and what is shown of it."""
    with running(), for_dialect(dialect):
        return call({**request(statement, dialect, "live", params, many), "shown": True})


_run = _limbeck.runner()


def run_live(connection, statement, params, many, returning):
    """Compiles and runs at once: (columns, rows, count of changed rows, last id)."""
    payload = _with_values(statement, params, many)
    if returning:
        payload["returning"] = True
    _dialects.append(connection.dialect)
    _live.append(True)
    noted_binds.append({})
    try:
        return _run(connection._id, payload, not (many or HOOKS))
    finally:
        noted_binds.pop()
        _live.pop()
        _dialects.pop()
