"""What functions registered by `@compiles` are given, and what becomes of their text."""

from .base import HOOKS, current_dialect, respells

_OPEN, _CLOSE = "\ue000", "\ue001"


class Preparer:
    """Quotes names as the dialect does."""

    def __init__(self, compiler):
        self._compiler = compiler

    def quote(self, name, force=None):
        return self._compiler._spelled({"expr": "column", "name": name})

    quote_identifier = format_schema = quote_schema = quote

    def format_table(self, table, use_schema=True, name=None):
        if name is None and use_schema:
            from ._from import _Wire

            return self._compiler._spelled({"table": _Wire(table)})
        text = self.quote(name or table.name)
        schema = getattr(table, "schema", None)
        return f"{self.quote(schema)}.{text}" if use_schema and schema else text

    def format_column(self, column, use_table=False, name=None, table_name=None, **kw):
        text = self.quote(name or column.name)
        if not use_table:
            return text
        table = self.quote(table_name) if table_name else self.format_table(column.table)
        return f"{table}.{text}"

    def format_constraint(self, constraint):
        name = constraint.name
        return None if name is None else self.quote(name)

    def format_index(self, index):
        return self.quote(index.name)


class Compiler:
    """Stands for SQLAlchemy's compiler: what it processes is spelled by Rust in its place."""

    def __init__(self, dialect):
        self.dialect = dialect
        self._parts = []
        self.preparer = Preparer(self)

    @property
    def sql_compiler(self):
        return self

    type_compiler = type_compiler_instance = property(lambda self: self)

    def _part(self, part):
        self._parts.append(part)
        return "%s%d%s" % (_OPEN, len(self._parts) - 1, _CLOSE)

    def _spelled(self, part):
        """The part as text: for what holds no values, which functions like to look into."""
        from ._compiled import call, request

        whole = {"expr": "fragments", "parts": [part]}
        return call(request(whole, self.dialect, "text"))["sql"]

    def process(self, element, **kw):
        from .type_api import TypeEngine

        if isinstance(element, type) and issubclass(element, TypeEngine):
            element = element()
        if isinstance(element, TypeEngine):
            return self._spelled({"type_sql": element})
        wire = element.__limbeck__()
        if kw.get("literal_binds") and "expr" in wire:
            return self._part({"literal": wire})
        if "expr" in wire:
            return self._part(wire)
        if "statement" in wire:
            literal = bool(kw.get("literal_binds"))
            return self._part({"query": wire, "literal_binds": literal})
        return self._part({"table": wire})

    def render_literal_value(self, value, type_):
        from .elements import BindParameter

        return self._part({"literal": BindParameter(None, value, type_=type_, unique=True)})

    def __getattr__(self, name):
        if name.startswith("visit_"):
            return lambda element, *args, **kw: self._inherited(element, name[6:])
        raise AttributeError(name)

    def _inherited(self, element, name):
        """What the element would be without the function that is being asked."""
        if hasattr(element, "_operation"):
            return _plain(element, self.dialect)
        if getattr(element, "_isnull", None) is not None:
            return self._spelled({"type_sql": _type_named(element, name)})
        wire = element._wire()
        if "expr" in wire:
            return self._part(wire)
        return self._part({"query": wire})

    def fragments(self, text):
        parts = []
        for index, piece in enumerate(text.split(_OPEN)):
            if index:
                number, _, piece = piece.partition(_CLOSE)
                parts.append(self._parts[int(number)])
            if piece:
                parts.append(piece)
        return parts


def _type_named(type_, name):
    """The JSON of a type, spelled as a type of another name where the method has that."""
    if type_.__visit_name__ != name:
        from . import sqltypes

        known = [cls for cls in vars(sqltypes).values() if isinstance(cls, type)]
        found = next((cls for cls in known if cls.__dict__.get("__visit_name__") == name), None)
        dialect = current_dialect()
        if found is None and dialect is not None:
            module = "mysql" if dialect.name == "mariadb" else dialect.name
            path = f"sqlalchemy.dialects.{module}"
            found = getattr(__import__(path, None, None, ("__name__",)), name, None)
        if found is not None and type(type_) is not found:
            return type_.adapt(found)._wire()
    return type_._wire()


def _function(hooks, own_dialects=()):
    dialect = current_dialect()
    name = getattr(dialect, "name", "default")
    function = hooks.get(name)
    # Alembic has functions of its own for some, which one for any dialect does not replace.
    if function is None and name not in own_dialects:
        function = hooks.get("default")
    return dialect, function


def render(element, hooks):
    """The element as text and parts; None where no function is for the dialect."""
    dialect, function = _function(hooks, getattr(element, "_own_dialects", ()))
    if function is None:
        from sqlalchemy import exc

        if type(element)._wire is _base_wire():
            raise exc.UnsupportedCompilationError("Compiler", type(element))
        return None
    compiler = _compiler_for(element, dialect)
    parts = compiler.fragments(function(element, compiler))
    stem = getattr(element, "name", None)
    return {
        "stem": stem if isinstance(stem, str) else None,
        "expr": "fragments", "statement": "fragments", "from": "fragments", "parts": parts,
        "type_": getattr(element, "type", None) if hasattr(element, "operate") else None,
    }


def _base_wire():
    from .base import ClauseElement

    return ClauseElement._wire


def render_type(type_, hooks):
    """A type's spelling by a registered function; None where none is for the dialect."""
    dialect, function = _function(hooks)
    if function is None:
        return None
    return _text(function, type_, dialect)


def _compiler_for(element, dialect):
    if hasattr(element, "_is_ddl"):
        from ._custom_ddl import DDLCompiler

        return DDLCompiler(dialect)
    return Compiler(dialect)


def _text(function, element, dialect):
    compiler = _compiler_for(element, dialect)
    text = function(element, compiler)
    if text is None or _OPEN not in text:
        return text
    from ._compiled import call, request

    parts = {"expr": "fragments", "parts": compiler.fragments(text)}
    return call(request(parts, dialect, "text"))["sql"]


def _plain(element, dialect):
    """The text of a DDL statement without the function registered for its class."""
    from .ddl import CreateColumn, CreateTable, _compiled

    text = _compiled(element._operation(), dialect)
    if CreateColumn in HOOKS and isinstance(element, CreateTable):
        from ._custom_ddl import with_columns

        text = with_columns(text, element.element, dialect, element._left_out)
    return text


def respell(operation, element):
    """Has an operation carry what a registered function makes of one of its statements."""
    from .ddl import CreateColumn, CreateTable, _compiled

    hooks = HOOKS.get(type(element))
    dialect, function = _function(hooks, element._own_dialects) if hooks else (current_dialect(), None)
    columns = CreateColumn in HOOKS and isinstance(element, CreateTable)
    if function is None and not columns:
        return
    own = _compiled(element._operation(), dialect)
    text = _plain(element, dialect) if function is None else _text(function, element, dialect)
    if text != own:
        spelled = operation.setdefault("spelled", [])
        spelled.append({"plain": own, "text": text.strip()})


def respell_table(operation, table, if_not_exists, left_out=()):
    """The same for a table that is created, its indexes and its comments."""
    from . import ddl

    if not respells():
        return
    included = table.foreign_key_constraints.difference(left_out) if left_out else None
    respell(operation, ddl.CreateTable(table, included, if_not_exists))
    for index in table.indexes:
        respell(operation, ddl.CreateIndex(index))
    dialect = current_dialect()
    if dialect is not None and dialect.name == "postgresql":
        if table.comment:
            respell(operation, ddl.SetTableComment(table))
        for column in table.c:
            if column.comment:
                respell(operation, ddl.SetColumnComment(column))
