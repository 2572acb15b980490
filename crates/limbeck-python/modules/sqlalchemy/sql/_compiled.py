"""Compilation: the element's JSON goes to Rust, and the text comes back."""

from .base import for_dialect


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
        # Rust knows no nameless dialect: PostgreSQL spells nearest to it, without casts.
        return {"name": "postgresql", "driver": "psycopg2", "paramstyle": "named"}
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
    payload = {"element": element, "dialect": dialect_wire(dialect), "mode": mode}
    own = getattr(element, "_given_params", None)
    if own:
        params = {**own, **(params or {})}
    if params is not None:
        payload["params"] = encode(element, params)
    if many:
        payload["many"] = [encode(element, row) for row in many]
    if expand:
        payload["expand"] = True
    return payload


def encode(element, params):
    """Values given at execution, as the types of their binds or columns have them."""
    own = getattr(element, "_encode", None)
    if own is not None:
        return own(params)
    from .elements import null_type, value_to_wire

    types = bind_types(element)
    return {
        key: _encoded(value, types.get(key) or null_type()) for key, value in params.items()
    }


def _encoded(value, type_):
    from .elements import value_to_wire

    if isinstance(value, (list, tuple)) and type(type_).__name__ != "ARRAY":
        return [value_to_wire(item, type_) for item in value]
    return value_to_wire(value, type_)


def bind_types(element):
    """The types of the named binds of a statement."""
    found = {}
    waiting = [element]
    seen = set()
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        key = getattr(item, "key", None)
        if getattr(item, "__visit_name__", None) == "bindparam" and key is not None:
            found[key] = item.type
        binds = getattr(item, "_bindparams", None)
        if binds:
            waiting.extend(binds.values())
        for name in ("_where", "_raw_columns", "_having", "selects", "element"):
            value = getattr(item, name, None)
            if isinstance(value, (list, tuple)):
                waiting.extend(value)
            elif value is not None and hasattr(value, "__limbeck__"):
                waiting.append(value)
        children = getattr(item, "get_children", None)
        if children is not None:
            waiting.extend(children())
    return found


def call(payload):
    import _limbeck

    return _limbeck.call("compile", payload)


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
    """The answer of Rust for running the statement: sql, params, many, columns."""
    with for_dialect(dialect):
        return call(request(statement, dialect, "live", params, many))
