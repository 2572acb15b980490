"""What a query reads from: tables, aliases, joins."""

from sys import modules as _modules

from .base import HOOKS, ClauseElement
from .elements import (
    ColumnClause, ColumnElement, clause_of, condition_, expression, is_type_wire, null_type,
    reject,
)

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.selectable"


def _dml():
    """The module of the statements that write; an import costs as much as a statement."""
    found = _modules.get("sqlalchemy.sql.dml")
    if found is None:
        from . import dml as found
    return found


def _columns(columns=()):
    from ._schema_item import ColumnCollection

    made = ColumnCollection()
    for column in columns:
        made.add(column, column.key)
    return made


def invalid(message):
    from sqlalchemy import exc

    return exc.InvalidRequestError(message)


class _Wire:
    """The FROM form of an element, apart from the form it has as an expression."""

    __slots__ = ("element",)

    def __init__(self, element):
        self.element = element

    def __limbeck__(self):
        element = self.element
        if HOOKS:
            made = element.__limbeck__()
            if "parts" in made:
                return made
        wire = getattr(element, "_from_wire", None)
        return element._wire() if wire is None else wire()


def from_wires(elements):
    return [_Wire(element) for element in elements]


class ReturnsRows(ClauseElement):
    is_selectable = True


class Selectable(ReturnsRows):
    pass


class FromClause(Selectable):
    """What can stand in FROM."""

    __visit_name__ = "fromclause"
    named_with_column = False
    schema = None
    name = None

    def _froms(self):
        return (self,)

    def _from_wire(self):
        raise NotImplementedError()

    def _wire(self):
        return self._from_wire()

    def select(self):
        from .selectable import select

        return select(self)

    def join(self, right, onclause=None, isouter=False, full=False):
        return Join(self, right, onclause, isouter, full)

    def outerjoin(self, right, onclause=None, full=False):
        return Join(self, right, onclause, True, full)

    def alias(self, name=None, flat=False):
        return Alias(self, name)

    def lateral(self, name=None):
        return Lateral(self, name)

    def tablesample(self, sampling, name=None, seed=None):
        return TableSample(self, sampling, name, seed)

    def table_valued(self):
        return TableValue(self)

    @property
    def c(self):
        found = self.__dict__.get("_own_columns")
        if found is None:
            found = self.__dict__["_own_columns"] = self._make_columns()
        return found

    @property
    def columns(self):
        return self.c

    exported_columns = columns

    @property
    def selected_columns(self):
        return self.c

    def _make_columns(self):
        return _columns()

    @property
    def primary_key(self):
        return [column for column in self.c if column.primary_key]

    @property
    def foreign_keys(self):
        return {key for column in self.c for key in column.foreign_keys}

    def corresponding_column(self, column, require_embedded=False):
        return self.c.get(column.key)

    @property
    def entity_namespace(self):
        return self.c

    @property
    def description(self):
        return self.name

    def is_derived_from(self, fromclause):
        return fromclause is self

    def _hidden(self):
        return ()


class TableValue(ColumnElement):
    """The whole row of a table, by the table's name."""

    def __init__(self, table):
        self.table = table
        self.name = self.key = table.name

    @property
    def type(self):
        return null_type()

    def _froms(self):
        return (self.table,)

    def _wire(self):
        return {"expr": "table_value", "from": id(self.table), "name": self.name}


class NamedFromClause(FromClause):
    named_with_column = True


class TableClause(NamedFromClause):
    """A table by name and, perhaps, columns."""

    _keeps_name = True
    __visit_name__ = "table"
    _fingerprint = "table"
    implicit_returning = False

    def __init__(self, name, *columns, **kw):
        from .base import quoted_name

        schema = kw.pop("schema", None)
        if kw:
            from sqlalchemy import exc

            raise exc.ArgumentError("Unsupported argument(s): %s" % list(kw))
        self.name = name if isinstance(name, quoted_name) else quoted_name(name, None)
        self.schema = schema
        self.fullname = "%s.%s" % (schema, name) if schema is not None else name
        own = []
        for column in columns:
            column.table = self
            own.append(column)
        self._own_columns = _columns(own)

    def append_column(self, column):
        column.table = self
        self._own_columns.add(column, column.key)

    def insert(self):
        return _dml().Insert(self)

    def update(self):
        return _dml().Update(self)

    def delete(self):
        return _dml().Delete(self)

    def __str__(self):
        return str(self.fullname)

    def _reference(self):
        return {"from_id": id(self), "table": self.name, "schema": self.schema or None}

    def _from_wire(self):
        return {"from": "table", "id": id(self), "name": self.name, "schema": self.schema or None}


class AliasedReturnsRows(NamedFromClause):
    """An element under another name."""

    _stem = "anon"

    def __init__(self, element, name=None):
        self.element = self.original = element
        self._given_name = name

    @property
    def name(self):
        return self._given_name or "anon_1"

    def _reference(self):
        if self._given_name is not None:
            return {"from_id": id(self), "table": self._given_name}
        return {"from_id": id(self), "table_stem": self._stem}

    def _make_columns(self):
        return _columns([column._make_proxy(self) for column in self.element.c])

    @property
    def original_element(self):
        return self.element


class Alias(AliasedReturnsRows):
    __visit_name__ = "alias"

    @property
    def _stem(self):
        name = getattr(self.element, "name", None)
        return str(name) if getattr(self.element, "_keeps_name", False) and name else "anon"

    def _from_wire(self):
        return {
            "from": "alias", "id": id(self), "of": _Wire(self.element), "name": self._given_name,
        }


class TableSample(AliasedReturnsRows):
    __visit_name__ = "tablesample"

    def __init__(self, element, sampling, name=None, seed=None):
        super().__init__(element, name)
        from .functions import func

        if clause_of(sampling) is None:
            sampling = func.system(sampling)
        self.sampling, self.seed = sampling, seed

    @property
    def _stem(self):
        return str(getattr(self.element, "name", None) or "anon")

    def _from_wire(self):
        return {
            "from": "table_sample", "id": id(self), "of": _Wire(self.element),
            "name": self._given_name, "method": self.sampling,
            "seed": None if self.seed is None else expression(self.seed),
        }


class Subquery(AliasedReturnsRows):
    __visit_name__ = "subquery"
    _lateral = False

    def _from_wire(self):
        return {
            "from": "subquery", "id": id(self), "select": self.element,
            "alias": self._given_name, "lateral": self._lateral,
        }

    def _make_columns(self):
        return _columns(self.element._proxies(self))

    def as_scalar(self):
        return self.element.scalar_subquery()

    def alias(self, name=None, flat=False):
        return self.element.subquery(name)


class Lateral(Subquery):
    __visit_name__ = "lateral"
    _lateral = True

    def _from_wire(self):
        if getattr(self.element, "is_select", False):
            return super()._from_wire()
        wire = dict(self.element._from_wire())
        wire["lateral"] = True
        return wire

    def _make_columns(self):
        if getattr(self.element, "is_select", False):
            return super()._make_columns()
        return self.element.c


class OwnColumns:
    """What lists its columns itself, so that a copy has columns of its own."""

    def _copied(self):
        new = self._clone()
        new._own_columns = _columns([_moved(column, new) for column in self._own_columns])
        return new

    def alias(self, name=None, flat=False):
        new = self._copied()
        new._given_name = name
        return new

    def lateral(self, name=None):
        new = self.alias(name or self._given_name)
        new._lateral = True
        return new


class TableValuedAlias(OwnColumns, AliasedReturnsRows):
    """A function in FROM."""

    __visit_name__ = "table_valued_alias"
    _derived = None
    _lateral = False

    def __init__(self, function, name=None, columns=()):
        super().__init__(function, name)
        own = []
        for column in columns:
            if not isinstance(column, ColumnClause):
                column = ColumnClause(column)
            else:
                column = column._clone()
            column.table = self
            own.append(column)
        self._own_columns = _columns(own)

    def _froms(self):
        return (self,)

    @property
    def column(self):
        return FunctionColumn(self)

    def render_derived(self, name=None, with_types=False):
        new = self.alias(name)
        new._derived = with_types
        return new

    def _from_wire(self):
        columns = []
        if self._derived is not None:
            columns = [
                [column.name, is_type_wire(column.type) if self._derived else None]
                for column in self._own_columns
            ]
        return {
            "from": "function", "id": id(self), "function": self.element,
            "alias": self._given_name, "columns": columns, "lateral": self._lateral,
        }


def _moved(column, table):
    column = column._clone()
    column.table = table
    return column


class FunctionColumn(ColumnElement):
    """The one value of a function in FROM, by the alias itself."""

    def __init__(self, alias):
        self.table = alias
        self.type = alias.element.type

    @property
    def name(self):
        return self.table.name

    key = name

    def _froms(self):
        return (self.table,)

    def _wire(self):
        wire = {"expr": "column", "name": self.table._given_name or "",
                "type_": is_type_wire(self.type)}
        if self.table._given_name is None:
            wire["anonymous"] = [id(self.table), "anon"]
        return wire


class Join(FromClause):
    __visit_name__ = "join"

    def __init__(self, left, right, onclause=None, isouter=False, full=False):
        self.left = from_element(left)
        self.right = from_element(right)
        if onclause is None:
            onclause = _natural_condition(self.left, self.right)
        self.onclause = condition_(onclause)
        self.isouter = isouter
        self.full = full

    def _make_columns(self):
        made = _columns()
        for side in (self.left, self.right):
            for column in side.c:
                key = column.key
                if key in made or isinstance(side, TableClause):
                    key = "%s_%s" % (getattr(column.table, "name", ""), column.key)
                made.add(column, key)
        return made

    def _hidden(self):
        found = []
        for side in (self.left, self.right):
            found.append(side)
            found.extend(side._hidden())
        return found

    def select(self):
        from .selectable import select

        return select(self.left, self.right).select_from(self)

    def _from_wire(self):
        return {
            "from": "join", "id": id(self), "left": _Wire(self.left), "right": _Wire(self.right),
            "on": self.onclause, "outer": self.isouter, "full": self.full,
        }


def _parts(element):
    return [*_parts(element.left), *_parts(element.right)] if isinstance(element, Join) else [element]


def _natural_condition(left, right):
    """The condition that foreign keys between the two sides give."""
    from sqlalchemy import exc

    from .elements import and_

    found = []
    for one in _parts(left):
        for other in _parts(right):
            for child, parent in ((other, one), (one, other)):
                for column in child.c:
                    for key in getattr(column, "foreign_keys", ()):
                        try:
                            target = key.column
                        except Exception:
                            continue
                        base = getattr(parent, "element", parent)
                        if target.table is not base and target.table is not parent:
                            continue
                        referred = parent.c.get(target.key)
                        if referred is None:
                            continue
                        pair = (referred == column)
                        if not any(known is column for known, _ in found):
                            found.append((column, pair))
                if found:
                    break
    if not found:
        raise exc.NoForeignKeysError(
            "Can't find any foreign key relationships between '%s' and '%s'."
            % (getattr(left, "description", left), getattr(right, "description", right))
        )
    pairs = [pair for _, pair in found]
    return pairs[0] if len(pairs) == 1 else and_(*pairs)


def from_element(value):
    clause = clause_of(value)
    if clause is None:
        reject(value, "FROM expression, such as a Table or alias() object expected")
    if getattr(clause, "is_select", False):
        return clause.subquery()
    return clause
