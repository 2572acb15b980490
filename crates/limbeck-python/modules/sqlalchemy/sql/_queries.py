"""What all queries have, and what takes their place in expressions."""

from ._from import Lateral, Selectable, Subquery, _columns, from_wires
from ._with import HasCTE, _Words, cte_wires, words_wire
from .base import Executable, generative
from .elements import (
    BindParameter, ClauseList, ColumnClause, ColumnElement, Label, Null, clause_of, null_type,
    read_column, to_type, type_named,
)

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.selectable"

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
        from .selectable import select

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
        from .selectable import select

        return select(self)

    def _wire(self):
        return {"expr": "exists", "select": self.element}
