"""Columns, values and labels: what every expression begins with."""

from ._values import (
    affinity, as_scalar, boolean_type, clause_of, compared_type, is_type_wire, literals_to_wire,
    null_type, reject, to_type, type_of_value, value_to_wire,
)
from ._comparators import factory_of, operate_by
from .base import ClauseElement, noted_binds, runs_live
from .operators import ColumnOperators

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.elements"

_MISSING = object()


class ColumnElement(ColumnOperators, ClauseElement):
    """An expression that has a value and a type."""

    __visit_name__ = "column_element"
    type = None
    key = None
    name = None
    foreign_keys = ()
    primary_key = False
    _alt_names = ()

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        # Python drops an inherited __hash__ where a class defines __eq__.
        if cls.__hash__ is None:
            cls.__hash__ = ColumnOperators.__hash__

    @property
    def _type(self):
        return to_type(self.type)

    @property
    def comparator(self):
        return self

    @property
    def expression(self):
        return self

    def label(self, name):
        return Label(name, self, self.type)

    _bind_key = None

    def _bind(self, op, value):
        return BindParameter(
            self._bind_key, value, type_=compared_type(self._type, op, value), unique=True
        )

    def _bind_many(self, op, values):
        sample = values[0] if values else None
        return BindParameter(
            self._bind_key, values, type_=compared_type(self._type, op, sample), unique=True,
            expanding=True,
        )

    def operate(self, op, *other, **kwargs):
        factory = factory_of(self.type)
        if factory is not None:
            return operate_by(factory, self, op, other, kwargs)
        return _operate(self, op, *other, **kwargs)

    def _operate_plainly(self, op, *other, **kwargs):
        """As where the type has no say."""
        return _operate(self, op, *other, **kwargs)

    def reverse_operate(self, op, other, **kwargs):
        return self.operate(op, other, reverse=True, **kwargs)

    def __getattr__(self, name):
        if name.startswith("_") or name in ("type", "key", "name"):
            raise AttributeError(name)
        from ._operate import comparator_method

        found = comparator_method(self, self._type, name)
        if found is not None:
            return found
        raise AttributeError(
            "Neither %r object nor 'Comparator' object has an attribute %r"
            % (type(self).__name__, name)
        )

    def contains(self, other, **kw):
        family = affinity(self._type)
        if family not in ("String", "Null"):
            from ._operate import type_method

            found = type_method(self, self._type, "contains")
            if found is not None:
                return found(other, **kw)
        return ColumnOperators.contains(self, other, **kw)

    def cast(self, type_):
        return Cast(self, type_)

    @property
    def base_columns(self):
        return {self}

    @property
    def proxy_set(self):
        return {self}

    def shares_lineage(self, other):
        return self is other

    @property
    def anon_label(self):
        return Label(None, self, self.type)


def _operate(*args, **kwargs):
    """Stands for `_operate.operate` until the first operator, which loads that."""
    global _operate
    from ._operate import operate as _operate

    return _operate(*args, **kwargs)


def _compare_plain(*args):
    """As `_operate`."""
    global _compare_plain
    from ._operate import compare_plain as _compare_plain

    return _compare_plain(*args)


_PLAIN = frozenset((int, str))


def _comparison(op):
    def compare(self, other):
        if type(other) in _PLAIN:
            return _compare_plain(self, op, other)
        return self.operate(op, other)

    return compare


class NamedColumn(ColumnElement):
    """An expression with a name of its own."""

    @property
    def description(self):
        return self.name


class ColumnClause(NamedColumn):
    """A column: `column("a")`, a member of a table, or `literal_column("1")`."""

    __visit_name__ = "column"
    _fingerprint = "column"
    table = None
    is_literal = False
    default = onupdate = server_default = server_onupdate = None
    _anonymous_of = None

    __eq__ = _comparison("eq")
    __ne__ = _comparison("ne")
    __lt__ = _comparison("lt")
    __le__ = _comparison("le")
    __gt__ = _comparison("gt")
    __ge__ = _comparison("ge")

    def __init__(self, text, type_=None, is_literal=False, _selectable=None):
        self.key = self.name = text
        self.table = _selectable
        self.type = to_type(type_)
        self.is_literal = is_literal

    @property
    def _bind_key(self):
        return self.key

    def _froms(self):
        return () if self.table is None else (self.table,)

    def get_children(self, **kw):
        return ()

    def _wire(self):
        if self.is_literal:
            return {
                "expr": "literal", "sql": str(self.name), "type_": is_type_wire(self.type),
                "table": None if self.table is None else self.table._reference(),
            }
        if self.name is None:
            from sqlalchemy import exc

            if self._anonymous_of is None:
                raise exc.CompileError(
                    "Cannot compile Column object until its 'name' is assigned."
                )
        wire = {"expr": "column", "name": self.name or "", "type_": is_type_wire(self.type)}
        if self._anonymous_of is not None:
            wire["anonymous"] = self._anonymous_of
        table = self.table
        if table is not None:
            wire.update(table._reference())
        return wire

    def _make_proxy(self, selectable, name=None, key=None):
        new = ColumnClause(name or self.name, self.type)
        new.key = key or self.key
        new.table = selectable
        return new


class BindParameter(ColumnElement):
    """A value, or the place for one."""

    __visit_name__ = "bindparam"
    _fingerprint = "bind"
    inherit_cache = True
    _bare = required = expanding = literal_execute = isoutparam = False
    callable = None

    def __init__(
        self, key, value=_MISSING, type_=None, unique=False, required=_MISSING, quote=None,
        callable_=None, expanding=False, isoutparam=False, literal_execute=False,
    ):
        if required is _MISSING:
            required = value is _MISSING and callable_ is None
        if isinstance(key, ColumnClause):
            type_ = key.type
            key = key.key
        self.key = key
        self.unique = unique or key is None
        self.required = required
        self.callable = callable_
        self.expanding = expanding
        self.literal_execute = literal_execute
        self.isoutparam = isoutparam
        self.given = value is not _MISSING or callable_ is not None
        self.value = None if value is _MISSING else value
        if type_ is None:
            sample = self.value
            if expanding and isinstance(sample, (list, tuple)):
                sample = sample[0] if sample else None
            self.type = type_of_value(sample)
        else:
            self.type = to_type(type_)

    @property
    def effective_value(self):
        return self.callable() if self.callable is not None else self.value

    def _with_value(self, value):
        new = self._clone()
        new.value = value
        new.given = True
        new.required = False
        new.callable = None
        if type(new.type).__name__ == "NullType":
            new.type = type_of_value(value)
        return new

    def render_literal_execute(self):
        new = self._clone()
        new.literal_execute = True
        return new

    def _wire(self):
        wire = {"expr": "bind", "key": self.key, "type": self.type}
        within = None if self._bare else bind_expression(self.type, self)
        if within is not None:
            wire["within"] = within
        if self.unique:
            wire["id"] = id(self)
        elif noted_binds:
            noted_binds[-1][self.key] = self
        if self.given:
            wire["value"] = self._encoded(self.effective_value)
        elif self.required:
            wire["required"] = True
        if self.expanding:
            wire["expanding"] = True
        if self.literal_execute:
            wire["literal_execute"] = True
        if self.given and (self.literal_execute or not runs_live()):
            value = self.effective_value
            several = self.expanding and isinstance(value, (list, tuple))
            literals = literals_to_wire(value if several else [value], self.type)
            if literals is not None:
                wire["literals"] = literals
        return wire

    def _encoded(self, value):
        """A value of this bind as it goes to the database."""
        if self.expanding and value is not None:
            return [_expanded(item, self.type) for item in value]
        return value_to_wire(value, self.type)


class _BindValue(ColumnElement):
    """The value inside its type's `bind_expression()`."""

    __visit_name__ = "bindparam"

    def __init__(self, bind):
        self.key, self.value, self.type = bind.key, bind.value, bind.type

    def _wire(self):
        return {"expr": "bind_value"}


def bind_expression(type_, bind):
    """What the type makes of the value of `bind`, or None where it takes it as it is."""
    if type_._takes_plainly():
        return None
    made = type_._expression("bind_expression", _BindValue(bind))
    if made is None:
        return None
    from .visitors import iterate

    # Values inside of the expression are taken as they are, whatever their type.
    for part in iterate(made):
        if isinstance(part, BindParameter):
            part._bare = True
    return made


def column_bind_expression(column):
    """What a column's type makes of a value given by the column's name, or None."""
    type_ = column.type
    if type_ is None or type_._takes_plainly():
        return None
    return bind_expression(type_, BindParameter(column.key, type_=type_))


def read_column(column, wire):
    """The wire of a column, with what its type's `column_expression()` reads in its place."""
    expression = getattr(getattr(column, "type", None), "_expression", None)
    value = None if expression is None else expression("column_expression", column)
    return wire if value is None else {"expr": "read", "column": wire, "value": value}


def _expanded(item, type_):
    """An item of an IN list; a tuple is a row, unless the list is of a type of its own."""
    types = getattr(type_, "types", None) or ()
    if isinstance(item, (tuple, list)) and (types or is_type_wire(type_) is None):
        return [
            value_to_wire(part, types[index] if index < len(types) else null_type())
            for index, part in enumerate(item)
        ]
    return value_to_wire(item, type_)


class _Fixed(ColumnElement):
    _word = None

    def _wire(self):
        return {"expr": self._word}


class Null(_Fixed):
    __visit_name__ = _word = "null"
    _fingerprint = "parts"

    @property
    def type(self):
        return null_type()


class True_(_Fixed):
    __visit_name__ = _word = "true"
    _fingerprint = "parts"

    @property
    def type(self):
        return boolean_type()


class False_(_Fixed):
    __visit_name__ = _word = "false"
    _fingerprint = "parts"

    @property
    def type(self):
        return boolean_type()


_NULL, _TRUE, _FALSE = Null(), True_(), False_()


class Label(NamedColumn):
    """`expression AS name`."""

    __visit_name__ = "label"
    _fingerprint = "parts"

    def __init__(self, name, element, type_=None):
        given, element = element, expression(element)
        while isinstance(element, Label):
            element = element.element
        self.name = self.key = name
        self.element = self._element = element
        self._type_given = type_
        _tell_entity(self, given)

    @property
    def type(self):
        return to_type(self._type_given or self.element.type)

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        return {
            "expr": "label", "id": id(self), "name": self.name, "operand": self.element,
        }


def _tell_entity(made, *parts):
    """What is made of a class's attribute is of that class, where a SELECT has to know it."""
    for part in parts:
        entity = getattr(part, "_limbeck_entity", None)
        if entity is not None and entity.own_rows() is not None:
            made._limbeck_entity = entity


class Cast(ColumnElement):
    __visit_name__ = "cast"
    _fingerprint = "parts"
    _try = False

    def __init__(self, expression_, type_):
        self.type = to_type(type_)
        self.clause = expression(expression_, type_=self.type)

    def _froms(self):
        return self.clause._froms()

    def get_children(self, **kw):
        return (self.clause,)

    def _wire(self):
        return {"expr": "cast", "operand": self.clause, "type_": self.type, "try": self._try}


class TryCast(Cast):
    __visit_name__ = "try_cast"
    _try = True


def expression(value, name=None, type_=None):
    """A value inside an expression: constructs stay, None is NULL, the rest is bound."""
    clause = clause_of(value)
    if clause is not None:
        return as_scalar(clause)
    if value is None and not getattr(type_, "should_evaluate_none", False):
        return _NULL
    return BindParameter(name, value, type_=type_, unique=True)


def condition_(value):
    """What WHERE, HAVING, AND and OR take."""
    clause = clause_of(value)
    if clause is not None:
        return as_scalar(clause)
    if value is None:
        return _NULL
    if value is True:
        return _TRUE
    if value is False:
        return _FALSE
    reject(value, "SQL expression for WHERE/HAVING role expected")


def to_column(value):
    clause = clause_of(value)
    if clause is not None:
        return clause
    if isinstance(value, str):
        return ColumnClause(value)
    reject(value, "Column expression or FROM clause expected")
