"""SELECT, and what it is made of."""

from ._from import (
    Alias, AliasedReturnsRows, FromClause, FunctionColumn, Join, Lateral, NamedFromClause,
    ReturnsRows, Selectable, Subquery, TableClause, TableSample, TableValuedAlias, _columns, _parts,
    from_element, from_wires, invalid,
)
from ._queries import (
    LABEL_STYLE_DEFAULT, LABEL_STYLE_DISAMBIGUATE_ONLY, LABEL_STYLE_NONE,
    LABEL_STYLE_TABLENAME_PLUS_COL, Exists, GenerativeSelect, ScalarRow, ScalarSelect, SelectBase,
    SelectLabelStyle, _attribute_keys, _attribute_rows, _by_list, _hidden_in, _named, _nothing,
    _own_rows, _proxy, _selected,
)
from ._with import CTE, HasCTE, HasPrefixes, HasSuffixes, Values, hint_wires, words_for_dialect
from .base import Executable, generative
from .elements import (
    BindParameter, ClauseList, ColumnClause, ColumnElement, Grouping, Label, LabelReference,
    UnaryExpression, clause_of, condition_,
)


class _Joined(tuple):
    """What is joined and how. Without a condition, that follows from foreign keys, which may be
    other ones when the query is run again: it has no fingerprint."""


class Select(GenerativeSelect):
    """SELECT."""

    __visit_name__ = "select"
    _fingerprint = "parts"
    _where = ()
    _having = ()
    _from = ()
    # The relationships that were joined along.
    _edges = ()
    _joins = ()
    _distinct = False
    _distinct_on = ()
    _correlate = None
    _correlate_except = None
    _own_selected = _own_from = None
    _hints = {}
    _statement_hints = ()
    # The attributes of mapped classes that are selected, by the id of their column.
    _attribute_keys = None
    _attribute_rows = ()

    def __init__(self, *columns):
        self._raw_columns = [_selected(column) for column in columns]
        self._attribute_keys = _attribute_keys(None, columns)
        self._attribute_rows = _attribute_rows((), columns)
        self._own_selected = _own_rows(None, *columns)

    def _conditions(self):
        """What `where()` said; of classes within their parents' tables, their own rows alone."""
        own = {**(self._own_selected or {}), **(self._own_from or {})}
        return [*self._where, *own.values()]

    @generative
    def where(self, *conditions):
        self._where = (*self._where, *[condition_(item) for item in conditions])

    filter = where

    def from_statement(self, statement):
        """The classes that are selected, from the rows of another statement."""
        from ..orm._from_text import FromStatement

        return FromStatement(self._raw_columns, statement)

    @generative
    def having(self, *conditions):
        self._having = (*self._having, *[condition_(item) for item in conditions])

    def _narrow(self, options):
        if any(getattr(option, "_columns", ()) for option in options):
            from ..orm.strategy_options import narrowed

            self._raw_columns = [
                narrowed(column, options) if hasattr(column, "narrowed") else column
                for column in self._raw_columns
            ]

    def filter_by(self, **kwargs):
        entity = self._last_entity()
        return self.where(*[entity[key] == value for key, value in kwargs.items()])

    def _last_entity(self):
        if self._joins:
            return self._joins[-1][0].c
        if self._from:
            return self._from[-1].c
        for column in self._raw_columns:
            for found in column._froms():
                return found.c
        raise invalid("this query has no FROM clause to filter by")

    @generative
    def select_from(self, *froms):
        self._from = (*self._from, *[from_element(item) for item in froms])
        self._own_from = _own_rows(self._own_from, *froms)

    @generative
    def _of_own_rows(self, *entities):
        """Takes of classes within their parents' tables the own rows alone."""
        self._own_from = _own_rows(self._own_from, *entities)

    @generative
    def join(self, target, onclause=None, *, isouter=False, full=False):
        # A relationship of the ORM says itself what is joined, and on what.
        along = getattr(target if onclause is None else onclause, "_join_steps", None)
        steps, edge = ([(target, onclause)], None) if along is None else along(target, onclause)
        if edge is not None:
            if edge in self._edges:
                return
            self._edges = (*self._edges, edge)
        for source, condition in steps:
            step = _Joined((from_element(source), condition, isouter, full, None))
            self._joins = (*self._joins, step)
        if not isouter and not full:
            self._own_from = _own_rows(self._own_from, target)

    def outerjoin(self, target, onclause=None, *, full=False):
        return self.join(target, onclause, isouter=True, full=full)

    @generative
    def join_from(self, from_, target, onclause=None, *, isouter=False, full=False):
        step = _Joined((from_element(target), onclause, isouter, full, from_element(from_)))
        self._joins = (*self._joins, step)

    def outerjoin_from(self, from_, target, onclause=None, *, full=False):
        return self.join_from(from_, target, onclause, isouter=True, full=full)

    @generative
    def distinct(self, *expr):
        self._distinct = True
        self._distinct_on = (*self._distinct_on, *_by_list(expr))

    @generative
    def add_columns(self, *columns):
        self._raw_columns = [*self._raw_columns, *[_selected(column) for column in columns]]
        self._attribute_keys = _attribute_keys(self._attribute_keys, columns)
        self._attribute_rows = _attribute_rows(self._attribute_rows, columns)
        self._own_selected = _own_rows(self._own_selected, *columns)

    column = add_columns

    @generative
    def with_only_columns(self, *columns, maintain_column_froms=False):
        if maintain_column_froms:
            self._from = (*self._all_froms(),)
            self._own_from = {**(self._own_from or {}), **(self._own_selected or {})} or None
        self._raw_columns = [_selected(column) for column in columns]
        self._attribute_keys = _attribute_keys(None, columns)
        self._attribute_rows = _attribute_rows((), columns)
        self._own_selected = _own_rows(None, *columns)

    @generative
    def correlate(self, *froms):
        self._correlate = [] if _nothing(froms) else [
            *(self._correlate or ()), *[from_element(item) for item in froms]
        ]

    @generative
    def correlate_except(self, *froms):
        self._correlate_except = [] if _nothing(froms) else [
            *(self._correlate_except or ()), *[from_element(item) for item in froms]
        ]

    def ext(self, extension):
        """What a dialect adds: PostgreSQL's `distinct_on(..)`."""
        kind, expr = extension
        if kind != "distinct_on":
            from sqlalchemy import exc

            raise exc.ArgumentError("a SELECT cannot be extended by %s" % kind)
        return self.distinct(*expr)

    @generative
    def with_hint(self, selectable, text, dialect_name="*"):
        self._hints = {**self._hints, (from_element(selectable), dialect_name): str(text)}

    @generative
    def with_statement_hint(self, text, dialect_name="*"):
        self._statement_hints = (*self._statement_hints, (str(text), dialect_name))

    def into(self, target, *, metadata=None, schema=None, temporary=False, if_not_exists=False):
        """CREATE TABLE of the rows."""
        from ._ddl_of_queries import CreateTableAs

        return CreateTableAs(
            self, target, metadata=metadata, schema=schema, temporary=temporary,
            if_not_exists=if_not_exists,
        )

    def union(self, *other):
        return _compounded("union", self, *other)

    def union_all(self, *other):
        return _compounded("union_all", self, *other)

    def except_(self, *other):
        return _compounded("except", self, *other)

    def except_all(self, *other):
        return _compounded("except_all", self, *other)

    def intersect(self, *other):
        return _compounded("intersect", self, *other)

    def intersect_all(self, *other):
        return _compounded("intersect_all", self, *other)

    def _result_columns(self):
        found = []
        for column in self._raw_columns:
            if isinstance(column, FromClause) and not isinstance(column, ColumnElement):
                found.extend(column.c)
            elif isinstance(column, ClauseList) and not isinstance(column, ColumnElement):
                found.extend(column.clauses)
            else:
                found.append(column)
        return found

    @property
    def columns_clause_froms(self):
        return [found for column in self._raw_columns for found in column._froms()]

    @property
    def whereclause(self):
        from .elements import and_

        if not self._where:
            return None
        return self._where[0] if len(self._where) == 1 else and_(*self._where)

    def get_final_froms(self):
        return self._all_froms()

    froms = property(get_final_froms)

    def _all_froms(self):
        """Joins and explicit elements, then what columns and conditions belong to."""
        froms = [*self._from, *self._joined_rows()]
        for target, onclause, isouter, full, left in self._joins:
            froms = self._with_join(froms, target, onclause, isouter, full, left)
        for column in self._raw_columns:
            froms.extend(column._froms())
        for condition in self._where:
            froms.extend(condition._froms())
        unique = []
        for item in froms:
            if not any(item is known for known in unique):
                unique.append(item)
        return unique

    def _joined_rows(self):
        """The tables of classes in several, of which attributes are selected and no class."""
        named = [*self._from, *[step[0] for step in self._joins]]
        hidden = [item for source in named for item in (source, *_hidden_in(source))]
        return [
            rows for rows in self._attribute_rows
            if not any(item is part for item in hidden for part in (rows, *_hidden_in(rows)))
        ]

    def _with_join(self, froms, target, onclause, isouter, full, left):
        if left is not None:
            at = [
                index for index, item in enumerate(froms)
                if any(part is left for part in _parts(item))
            ]
            base = froms[at[0]] if at else left
        else:
            candidates = froms or [
                found for column in self._raw_columns for found in column._froms()
                if found is not target
            ]
            if not candidates:
                raise invalid(
                    "Can't determine which FROM clause to join from, please use the "
                    ".select_from() method to establish an explicit left side"
                )
            base = candidates[-1] if froms else candidates[0]
            at = [index for index, item in enumerate(froms) if item is base]
        from sqlalchemy import exc

        try:
            joined = Join(base, target, onclause, isouter, full)
        except exc.NoForeignKeysError:
            raise invalid(
                "Don't know how to join to %r. Please use the .select_from() method to establish "
                "an explicit left side, as well as providing an explicit ON clause if not present "
                "already to help resolve the ambiguity." % (target,)
            ) from None
        if at:
            return [*froms[: at[0]], joined, *froms[at[0] + 1:]]
        return [*froms, joined]

    def _wire(self):
        wire = {
            "statement": "select",
            "columns": _named(self._result_columns()),
            "from": from_wires(self._all_froms()),
        }
        conditions = self._conditions()
        if conditions:
            wire["where"] = conditions
        if self._having:
            wire["having"] = list(self._having)
        if self._distinct:
            wire["distinct"] = True
            wire["distinct_on"] = [self._resolved(item) for item in self._distinct_on]
        if self._correlate is not None:
            wire["correlate"] = [id(item) for item in self._correlate]
        if self._correlate_except is not None:
            wire["correlate_except"] = [id(item) for item in self._correlate_except]
        if self._label_style != LABEL_STYLE_DEFAULT:
            wire["label_style"] = self._label_style
        if self._hints:
            wire["hints"] = hint_wires(self._hints)
        if self._statement_hints:
            wire["statement_hints"] = words_for_dialect(self._statement_hints)
        self._tail_wire(wire)
        return wire

    def _resolved(self, item):
        """A name in ORDER BY is a label of the query, a column of it, or one of its tables'."""
        if isinstance(item, UnaryExpression) and isinstance(item.element, LabelReference):
            inner = self._resolved(item.element)
            if inner is item.element:
                return item
            made = item._clone()
            made.element = inner
            return made
        if not isinstance(item, LabelReference):
            return item
        for column in self._result_columns():
            if getattr(column, "key", None) == item.element:
                return item if isinstance(column, Label) else column
        for table in self._all_froms():
            for part in _parts(table):
                found = part.c.get(item.element)
                if found is not None:
                    return found
        return item


def select(*entities, **kw):
    if kw:
        from sqlalchemy import exc

        raise exc.ArgumentError("Unknown arguments of select(): %s" % ", ".join(kw))
    if len(entities) == 1 and isinstance(entities[0], (list, tuple)):
        _selected(entities[0])
    return Select(*entities)


def _compounded(word, *selects):
    from ._compound import CompoundSelect

    return CompoundSelect(word, *selects)


def union(*selects):
    return _compounded("union", *selects)


def union_all(*selects):
    return _compounded("union_all", *selects)


def except_(*selects):
    return _compounded("except", *selects)


def except_all(*selects):
    return _compounded("except_all", *selects)


def intersect(*selects):
    return _compounded("intersect", *selects)


def intersect_all(*selects):
    return _compounded("intersect_all", *selects)


def exists(__argument=None):
    return Exists(__argument)


def table(name, *columns, **kw):
    return TableClause(name, *columns, **kw)


def alias(selectable, name=None, flat=False):
    return from_element(selectable).alias(name) if not isinstance(
        clause_of(selectable), SelectBase) else clause_of(selectable).subquery(name)


def lateral(selectable, name=None):
    return clause_of(selectable).lateral(name)


def cte(selectable, name=None, recursive=False):
    return selectable.cte(name, recursive)


def tablesample(selectable, sampling, name=None, seed=None):
    return from_element(selectable).tablesample(sampling, name, seed)


def join(left, right, onclause=None, isouter=False, full=False):
    return Join(left, right, onclause, isouter, full)


def outerjoin(left, right, onclause=None, full=False):
    return Join(left, right, onclause, True, full)


def values(*columns, name=None, literal_binds=False):
    return Values(*columns, name=name, literal_binds=literal_binds)


FromGrouping = Grouping
SelectStatementGrouping = ScalarSelect
TableValuedColumn = FunctionColumn

_COMPOUND = ("CompoundSelect", "TextAsFrom", "TextualSelect")

# What `import *` takes, also where it is not loaded yet.
__all__ = [name for name in (*globals(), *_COMPOUND) if not name.startswith("_")]


def __getattr__(name):
    if name not in _COMPOUND:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from . import _compound

    return getattr(_compound, name)
