"""What functions registered by `@compiles` are given, and what becomes of their text."""

from .base import HOOKS, current_dialect

_OPEN, _CLOSE = "\ue000", "\ue001"


class Preparer:
    """Quotes names, by leaving them to Rust."""

    def __init__(self, compiler):
        self._compiler = compiler

    def quote(self, name, force=None):
        return self._compiler._part({"expr": "column", "name": name})

    quote_identifier = format_schema = quote_schema = quote

    def format_table(self, table, use_schema=True, name=None):
        from .selectable import _Wire

        return self._compiler._part({"table": _Wire(table)})

    def format_column(self, column, use_table=False, name=None, **kw):
        return self.quote(name or column.name)


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

    def process(self, element, **kw):
        from .type_api import TypeEngine

        if isinstance(element, TypeEngine):
            return self._part({"type_sql": element})
        if isinstance(element, type) and issubclass(element, TypeEngine):
            return self._part({"type_sql": element()})
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
            return lambda element, *args, **kw: self._inherited(element)
        raise AttributeError(name)

    def _inherited(self, element):
        """What the element would be without the function that is being asked."""
        if hasattr(element, "_operation"):
            return _plain(element, self.dialect)
        wire = element._wire()
        if "expr" in wire:
            return self._part(wire)
        if "type" in wire:
            return self._part({"type_sql": wire})
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


def _function(hooks):
    dialect = current_dialect()
    name = getattr(dialect, "name", "default")
    return dialect, hooks.get(name) or hooks.get("default")


def render(element, hooks):
    """The element as text and parts; None where no function is for the dialect."""
    dialect, function = _function(hooks)
    if function is None:
        from sqlalchemy import exc

        if type(element)._wire is _base_wire():
            raise exc.UnsupportedCompilationError("Compiler", type(element))
        return None
    compiler = Compiler(dialect)
    parts = compiler.fragments(function(element, compiler))
    return {
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


def _text(function, element, dialect):
    compiler = Compiler(dialect)
    text = function(element, compiler)
    if _OPEN not in text:
        return text
    from ._compiled import call, request

    parts = {"expr": "fragments", "parts": compiler.fragments(text)}
    return call(request(parts, dialect, "text"))["sql"]


def _plain(element, dialect):
    """The text of a DDL statement without any registered function."""
    from .ddl import _compiled

    return _compiled(element._operation(), dialect)


def respell(operation, make):
    """Has an operation carry what a registered function makes of its statement.

    `make()` gives the statement, of a class that functions are registered for.
    """
    if not any(getattr(cls, "_is_statement", False) for cls in HOOKS):
        return
    element = make()
    hooks = HOOKS.get(type(element))
    dialect, function = _function(hooks) if hooks else (None, None)
    if function is not None:
        text = _text(function, element, dialect).strip()
        spelled = operation.setdefault("spelled", [])
        spelled.append({"plain": _plain(element, dialect), "text": text})


def respell_table(operation, table, if_not_exists):
    """The same for a table that is created, and its indexes."""
    from . import ddl

    respell(operation, lambda: ddl.CreateTable(table, if_not_exists=if_not_exists))
    for index in table.indexes:
        respell(operation, lambda: ddl.CreateIndex(index))
