"""SELECT, and what it is made of."""

from ._from import (
    Alias, AliasedReturnsRows, FromClause, FunctionColumn, Join, Lateral, NamedFromClause,
    ReturnsRows, Selectable, Subquery, TableClause, TableSample, TableValue, TableValuedAlias,
    _columns, _parts, from_element, from_wires, invalid,
)
from ._with import (
    CTE, HasCTE, HasPrefixes, HasSuffixes, Values, _Words, cte_wires, hint_wires,
    words_for_dialect, words_wire,
)
from .base import Executable, generative
from .elements import (
    BindParameter, ClauseList, ColumnClause, ColumnElement, Grouping, Label, LabelReference, Null,
    UnaryExpression, clause_of, condition_, is_type_wire, null_type, read_column, reject, to_type,
    type_named,
)

LABEL_STYLE_NONE = "none"
LABEL_STYLE_TABLENAME_PLUS_COL = "table_column"
LABEL_STYLE_DISAMBIGUATE_ONLY = "disambiguate"
LABEL_STYLE_DEFAULT = LABEL_STYLE_DISAMBIGUATE_ONLY


class SelectLabelStyle:
    LABEL_STYLE_NONE = LABEL_STYLE_NONE
    LABEL_STYLE_TABLENAME_PLUS_COL = LABEL_STYLE_TABLENAME_PLUS_COL
    LABEL_STYLE_DISAMBIGUATE_ONLY = LABEL_STYLE_DISAMBIGUATE_ONLY
    LABEL_STYLE_DEFAULT = LABEL_STYLE_DEFAULT


class SelectBase(HasCTE, Executable, Selectable):
    """A query."""

    is_select = True

    def subquery(self, name=None):
        return Subquery(self, name)

    def alias(self, name=None, flat=False):
        return Subquery(self, name)

    def lateral(self, name=None):
        return Lateral(self, name)

    def scalar_subquery(self):
        return ScalarSelect(self)

    as_scalar = scalar_subquery
    _as_scalar = scalar_subquery

    def label(self, name):
        return self.scalar_subquery().label(name)

    def exists(self):
        return Exists(self)

    def _froms(self):
        return ()

    def _proxies(self, selectable):
        seen = {}
        made = []
        keys = getattr(self, "_attribute_keys", None) or {}
        for column in self._result_columns():
            proxy = _proxy(column, selectable)
            if id(column) in keys:
                proxy.key = keys[id(column)]
            if proxy.key in seen:
                if seen[proxy.key] is column:
                    continue
                # The compiler numbers a repeated name, and this column takes that name.
                count = 1
                while "%s_%d" % (proxy.key, count) in seen:
                    count += 1
                stem = proxy.key
                proxy.key = "%s_%d" % (stem, count)
                if isinstance(column, ColumnClause):
                    proxy.name = None
                    proxy._anonymous_of = [id(column), str(stem)]
            seen[proxy.key] = column
            made.append(proxy)
        return made

    def _column_names(self):
        return [_proxy(column, None).name for column in self._result_columns()]

    @property
    def selected_columns(self):
        return _columns([
            column for column in self._result_columns() if getattr(column, "key", None)
        ])

    exported_columns = selected_columns

    @property
    def c(self):
        return self.subquery().c

    columns = c


def _proxy(column, selectable):
    """The column of a subquery that stands for a column of its query."""
    if isinstance(column, ColumnClause):
        return column._make_proxy(selectable)
    type_ = to_type(getattr(column, "type", None))
    if isinstance(column, Label) and column.name is not None:
        made = ColumnClause(column.name, type_)
    else:
        inner = getattr(column, "clause", None)
        name = getattr(inner, "name", None) if inner is not None else None
        if isinstance(inner, (ColumnClause, Label)) and name:
            made = ColumnClause(name, type_)
        else:
            stem = getattr(column, "name", None) or "anon"
            made = ColumnClause(None, type_)
            made._anonymous_of = [id(column), str(stem)]
            column._proxied = True
            made.key = "%s_1" % stem if stem == "anon" else str(stem)
    made.table = selectable
    return made


def _named(columns):
    """Columns to which a subquery's column may refer without a name carry their identity."""
    made = []
    names = {}
    for column in columns:
        given = column
        if isinstance(column, ColumnClause):
            first = names.setdefault(column.name, column)
            if first is not column and not column.is_literal:
                column = {**column._wire(), "id": id(column)}
        elif column.__dict__.get("_proxied") and column.__visit_name__ != "function":
            column = {"expr": "label", "id": id(column), "name": None, "operand": column}
        made.append(read_column(given, column))
    return made


class GenerativeSelect(_Words, SelectBase):
    _order_by = ()
    _group_by = ()
    _limit = _offset = _fetch = _for_update = None
    _label_style = LABEL_STYLE_DEFAULT

    @generative
    def order_by(self, *clauses):
        self._order_by = () if _nothing(clauses) else (*self._order_by, *_by_list(clauses))

    @generative
    def group_by(self, *clauses):
        self._group_by = () if _nothing(clauses) else (*self._group_by, *_by_list(clauses))

    @generative
    def limit(self, limit):
        self._fetch = None
        self._limit = _count(limit)

    @generative
    def offset(self, offset):
        self._offset = _count(offset)

    @generative
    def fetch(self, count, with_ties=False, percent=False, **kw):
        self._limit = None
        self._fetch = None
        if count is not None:
            self._fetch = {"count": _count(count), "with_ties": with_ties, "percent": percent}

    def slice(self, start, stop):
        new = self
        if start is not None and stop is not None:
            new = new.limit(stop - start)
            return new.offset(start) if start else new
        if stop is not None:
            return new.limit(stop)
        return new.offset(start) if start is not None else new

    @generative
    def with_for_update(self, nowait=False, read=False, of=None, skip_locked=False,
                        key_share=False):
        tables = []
        if of is not None:
            for item in of if isinstance(of, (list, tuple)) else [of]:
                clause = clause_of(item)
                tables.extend(clause._froms())
        self._for_update = {
            "nowait": nowait, "read": read, "skip_locked": skip_locked, "key_share": key_share,
            "of": from_wires(tables),
        }

    @generative
    def set_label_style(self, style):
        self._label_style = style

    def get_label_style(self):
        return self._label_style

    def _tail_wire(self, wire):
        wire["order_by"] = [self._resolved(item) for item in self._order_by]
        wire["group_by"] = [self._resolved(item) for item in self._group_by]
        for key in ("limit", "offset", "fetch", "for_update"):
            value = getattr(self, "_" + key)
            if value is not None:
                wire[key] = value
        if self._ctes:
            wire["ctes"] = cte_wires(self._ctes)
        if self._prefixes:
            wire["prefixes"] = words_wire(self._prefixes)
        if self._suffixes:
            wire["suffixes"] = words_wire(self._suffixes)

    def _resolved(self, item):
        return item


def _nothing(clauses):
    return len(clauses) == 1 and clauses[0] is None


def _by_list(clauses):
    from .elements import _by

    found = []
    for clause in clauses:
        if clause is None:
            continue
        if isinstance(clause, (list, tuple)):
            found.extend(_by_list(clause))
        elif isinstance(clause, ClauseList) and not isinstance(clause, ColumnElement):
            found.extend(clause.clauses)
        else:
            element = _by(clause)
            found.append(element._as_scalar() if isinstance(element, SelectBase) else element)
    return found


def _count(value):
    if value is None:
        return None
    clause = clause_of(value)
    if clause is not None:
        return clause._as_scalar() if isinstance(clause, SelectBase) else clause
    if not isinstance(value, int):
        value = int(value)
    return BindParameter(None, value, type_=type_named("Integer"), unique=True)


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
        steps = [(target, onclause)] if along is None else along(target, onclause)
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
        return CompoundSelect("union", self, *other)

    def union_all(self, *other):
        return CompoundSelect("union_all", self, *other)

    def except_(self, *other):
        return CompoundSelect("except", self, *other)

    def except_all(self, *other):
        return CompoundSelect("except_all", self, *other)

    def intersect(self, *other):
        return CompoundSelect("intersect", self, *other)

    def intersect_all(self, *other):
        return CompoundSelect("intersect_all", self, *other)

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


def _own_rows(known, *values):
    """The known conditions by class, and those of mapped classes and attributes among values."""
    for value in values:
        entity = getattr(value, "_limbeck_entity", None)
        own = None if entity is None else entity.own_rows()
        if own is not None:
            known = {**(known or {}), entity: own}
    return known


def _hidden_in(source):
    return source._hidden() if hasattr(source, "_hidden") else ()


def _attribute_rows(known, values):
    """What attributes of classes in several tables are selected from, each once."""
    for value in values:
        if getattr(value, "is_attribute", False) and "expression" in value.__dict__:
            mapper = value._limbeck_entity
            if len(getattr(mapper, "tables", ())) > 1:
                rows = mapper.persist_selectable
                if not any(rows is item for item in known):
                    known = (*known, rows)
    return known


def _attribute_keys(known, values):
    """The attributes among these that are not called as their columns are."""
    for value in values:
        if getattr(value, "is_attribute", False) and "expression" in value.__dict__:
            clause = clause_of(value)
            if getattr(clause, "key", None) not in (None, value.key):
                known = {**(known or {}), id(clause): value.key}
    return known


def _selected(value):
    # A mapped class: its session makes objects of the rows.
    entity = getattr(value, "_limbeck_selected", None)
    clause = clause_of(value) if entity is None else entity
    if clause is not None:
        return clause._as_scalar() if isinstance(clause, SelectBase) else clause
    if value is None:
        return Null()
    if value is True or value is False:
        from .elements import _FALSE, _TRUE

        return _TRUE if value else _FALSE
    from sqlalchemy import exc

    if isinstance(value, (int, float)):
        return ColumnClause(str(value), is_literal=True)
    if isinstance(value, str):
        raise exc.ArgumentError(
            "Textual column expression %(v)r should be explicitly declared with text(%(v)r), or "
            "use column(%(v)r) for more specificity" % {"v": value}
        )
    message = "Column expression, FROM clause, or other columns clause element expected, got %r."
    if isinstance(value, (list, tuple)):
        message += " Did you mean to say select(%s)?" % ", ".join(repr(item) for item in value)
    raise exc.ArgumentError(message % (value,))


_COMPOUND = {
    "union": "UNION", "union_all": "UNION ALL", "except": "EXCEPT", "except_all": "EXCEPT ALL",
    "intersect": "INTERSECT", "intersect_all": "INTERSECT ALL",
}


class CompoundSelect(GenerativeSelect):
    """UNION and its like."""

    __visit_name__ = "compound_select"

    def __init__(self, keyword, *selects):
        self.keyword = keyword
        self.selects = [_query(item) for item in selects]

    def _result_columns(self):
        return self.selects[0]._result_columns()

    def union(self, *other):
        return CompoundSelect("union", self, *other)

    def union_all(self, *other):
        return CompoundSelect("union_all", self, *other)

    def _wire(self):
        wire = {
            "statement": "select",
            "compound": {"word": _COMPOUND[self.keyword], "selects": list(self.selects)},
        }
        self._tail_wire(wire)
        return wire

    def _resolved(self, item):
        # Columns are named without their table behind a UNION.
        return item


def _query(value):
    clause = clause_of(value)
    if isinstance(clause, ScalarSelect):
        return clause.element
    if isinstance(clause, SelectBase):
        return clause
    if isinstance(clause, (Subquery, Values, CTE, TableClause)):
        return clause.select()
    reject(value, "SELECT construct for inclusion in a UNION or other set construct expected")


class TextualSelect(SelectBase):
    """`text(..).columns(..)`"""

    __visit_name__ = "textual_select"
    # The columns that are found by their names in the result, where they are not told by place.
    _columns_by_name = None

    def __init__(self, text, columns):
        self.element = text
        self.column_args = columns

    def _result_columns(self):
        return list(self.column_args)

    def bindparams(self, *binds, **values):
        return TextualSelect(self.element.bindparams(*binds, **values), self.column_args)

    def _wire(self):
        wire = dict(self.element._wire())
        wire["columns"] = [
            [column.name, is_type_wire(column.type)] for column in self.column_args
        ]
        return wire


TextAsFrom = TextualSelect


class ScalarSelect(ColumnElement):
    """A query in place of a value."""

    __visit_name__ = "scalar_select"

    def __init__(self, element):
        self.element = element

    @property
    def type(self):
        columns = self.element._result_columns()
        return to_type(getattr(columns[0], "type", None)) if columns else null_type()

    def _froms(self):
        return ()

    def where(self, *conditions):
        return ScalarSelect(self.element.where(*conditions))

    def correlate(self, *froms):
        return ScalarSelect(self.element.correlate(*froms))

    def correlate_except(self, *froms):
        return ScalarSelect(self.element.correlate_except(*froms))

    def exists(self):
        return Exists(self.element)

    def _wire(self):
        return {"expr": "subquery", "select": self.element}


class ScalarRow(ScalarSelect):
    @property
    def type(self):
        return null_type()


class Exists(ColumnElement):
    """EXISTS."""

    __visit_name__ = "exists"

    def __init__(self, element=None):
        from .elements import literal_column

        if element is None:
            element = select(literal_column("*"))
        else:
            clause = clause_of(element)
            if isinstance(clause, ScalarSelect):
                clause = clause.element
            if not isinstance(clause, SelectBase):
                clause = select(element)
            element = clause
        self.element = element

    @property
    def type(self):
        return type_named("Boolean")

    def _froms(self):
        return ()

    def _changed(self, element):
        return Exists(element)

    def where(self, *conditions):
        return Exists(self.element.where(*conditions))

    def select_from(self, *froms):
        return Exists(self.element.select_from(*froms))

    def correlate(self, *froms):
        return Exists(self.element.correlate(*froms))

    def correlate_except(self, *froms):
        return Exists(self.element.correlate_except(*froms))

    def select(self):
        return select(self)

    def _wire(self):
        return {"expr": "exists", "select": self.element}


def select(*entities, **kw):
    if kw:
        from sqlalchemy import exc

        raise exc.ArgumentError("Unknown arguments of select(): %s" % ", ".join(kw))
    if len(entities) == 1 and isinstance(entities[0], (list, tuple)):
        _selected(entities[0])
    return Select(*entities)


def union(*selects):
    return CompoundSelect("union", *selects)


def union_all(*selects):
    return CompoundSelect("union_all", *selects)


def except_(*selects):
    return CompoundSelect("except", *selects)


def except_all(*selects):
    return CompoundSelect("except_all", *selects)


def intersect(*selects):
    return CompoundSelect("intersect", *selects)


def intersect_all(*selects):
    return CompoundSelect("intersect_all", *selects)


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
