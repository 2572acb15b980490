"""Expressions: columns, values, and what is built from them."""

from . import operators
from .base import (
    ClauseElement, Executable, current_dialect, generative, is_run, noted_binds, quoted_name,
    runs_live,
)
from .operators import COMPARISONS, MIRROR, ColumnOperators, custom_op
from .type_api import known_dialect

__all__ = ("ColumnElement", "ColumnClause", "BindParameter", "TextClause")

_MISSING = object()


def _sqltypes():
    from . import sqltypes

    return sqltypes


_singletons = {}


def type_named(name, *args, **kw):
    """The shared instance of a type that needs no arguments."""
    found = _singletons.get(name)
    if found is None:
        found = _singletons[name] = getattr(_sqltypes(), name)(*args, **kw)
    return found


def null_type():
    return _singletons.get("NullType") or type_named("NullType")


def boolean_type():
    return _singletons.get("Boolean") or type_named("Boolean")


def to_type(type_):
    if type_ is None:
        return null_type()
    return type_() if isinstance(type_, type) else type_


_AFFINITIES = {
    "Integer": "Integer", "Float": "Float", "Numeric": "Numeric", "String": "String",
    "Enum": "String", "Boolean": "Boolean", "DateTime": "DateTime", "Date": "Date",
    "Time": "Time", "Interval": "Interval", "_Binary": "Binary", "LargeBinary": "Binary",
    "JSON": "JSON", "ARRAY": "ARRAY", "Uuid": "Uuid", "UUID": "Uuid", "NullType": "Null",
    "TupleType": "Tuple", "HSTORE": "HSTORE", "AbstractRange": "Range",
    "AbstractMultiRange": "Range",
}
_affinity_by_class = {}


def affinity(type_):
    """The family a type belongs to, which decides what its operators mean."""
    cls = type(type_)
    found = _affinity_by_class.get(cls)
    if found is None:
        found = cls.__name__
        names = [base.__name__ for base in cls.__mro__]
        if "TypeDecorator" in names:
            impl = getattr(type_, "impl_instance", None)
            if impl is None:
                impl = to_type(type_.impl)
            return affinity(impl)
        for name in names:
            if name in _AFFINITIES:
                found = _AFFINITIES[name]
                break
        _affinity_by_class[cls] = found
    return found


def type_of_value(value):
    """The type of a Python value that stands in an expression."""
    kind = type(value)
    if kind is str:
        return type_named("String") if value.isascii() else type_named("Unicode")
    if kind is int:
        return type_named("BigInteger" if value.bit_length() >= 32 else "Integer")
    if kind is bool:
        return boolean_type()
    if kind is float:
        return type_named("Double")
    if value is None:
        return null_type()
    if kind is bytes:
        return type_named("LargeBinary")
    name = kind.__name__
    if name in ("Decimal", "date", "timedelta", "UUID"):
        return type_named(
            {"Decimal": "Numeric", "date": "Date", "timedelta": "Interval", "UUID": "Uuid"}[name]
        )
    if name in ("datetime", "time"):
        name = "DateTime" if name == "datetime" else "Time"
        if value.tzinfo is not None:
            return getattr(_sqltypes(), name)(timezone=True)
        return type_named(name)
    engine = getattr(value, "__sa_type_engine__", None)
    if engine is not None:
        return engine
    if any(base.__name__ == "Enum" and base.__module__ == "enum" for base in kind.__mro__):
        return _sqltypes().Enum(kind)
    if hasattr(value, "__clause_element__") or isinstance(value, ClauseElement):
        from sqlalchemy import exc

        raise exc.ArgumentError("Object %r is not legal as a SQL literal value" % (value,))
    return null_type()


def compared_type(type_, op, value):
    """The type of a value that is compared or combined with something of `type_`."""
    return to_type(type_.coerce_compared_value(op, value))


def processing_error(error, parameters=None):
    """What SQLAlchemy makes of an error in making a value ready for the database."""
    from sqlalchemy.exc import SQLAlchemyError, StatementError

    kind = type(error)
    if isinstance(error, SQLAlchemyError) or kind.__module__ == "limbeck":
        return error
    return StatementError(f"({kind.__module__}.{kind.__name__}) {error}", None, parameters, error)


def value_to_wire(value, type_):
    """A Python value as it goes to the database: what the type's bind processor gives."""
    if type_._variants:
        type_ = type_._for_dialect(current_dialect())
    hook = getattr(type_, "_limbeck_value", None)
    if type_._own_binds:
        hook = type_.bind_processor(known_dialect()) or (lambda value: value)
    if hook is not None:
        if value is None and not runs_live() and not type_.should_evaluate_none:
            # NULL is written as it is.
            return None
        try:
            value = hook(value)
        except Exception as error:
            raise processing_error(error) from error
        if isinstance(value, dict) and len(value) == 1 and "$json" in value:
            return value
    elif affinity(type_) == "JSON":
        if value is None and getattr(type_, "none_as_null", False):
            return None
        return {"$json": value}
    elif value is not None and is_run():
        value = sent_value(value, type_)
    if isinstance(value, dict):
        return {"$json": value}
    if isinstance(value, ClauseElement):
        from sqlalchemy import exc

        raise exc.ArgumentError("a SQL expression cannot be the value of a bound parameter")
    return value


SCALARS = frozenset((str, int, float, bool, bytes, type(None)))


def plain_kinds(type_):
    """The kinds of values that `value_to_wire` gives back as they are for this type."""
    if type_._variants:
        type_ = type_._for_dialect(current_dialect())
    special = (
        type_._own_binds or getattr(type_, "_limbeck_value", None) is not None
        or affinity(type_) == "JSON"
    )
    if special:
        return ()
    return type_._kinds_sent(getattr(current_dialect(), "name", None)) or SCALARS


def sent_value(value, type_):
    """What the driver is given for a value of a type without a say of its own."""
    try:
        return type_._sent(value, getattr(current_dialect(), "name", None))
    except Exception as error:
        raise processing_error(error) from error


def literals_to_wire(values, type_):
    """What a type of a script's own writes for each of the values; None where it has no say."""
    if type_._variants:
        type_ = type_._for_dialect(current_dialect())
    dialect = known_dialect()
    if not type_._writes_literals(dialect):
        return None
    found = []
    for value in values:
        try:
            found.append(type_._own_literal(value, dialect))
        except Exception as error:
            from sqlalchemy import exc

            if isinstance(error, exc.CompileError):
                raise
            raise exc.CompileError(
                f'Could not render literal value "{value!r}" with datatype {type_}; see parent '
                "stack trace for more detail."
            ) from error
    return found


def is_type_wire(type_):
    """The type for the wire: nothing where none is known."""
    if type_ is None or type(type_).__name__ == "NullType":
        return None
    return type_


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


class NamedColumn(ColumnElement):
    """An expression with a name of its own."""


class ColumnClause(NamedColumn):
    """A column: `column("a")`, a member of a table, or `literal_column("1")`."""

    __visit_name__ = "column"
    _fingerprint = "column"
    table = None
    is_literal = False
    default = onupdate = server_default = server_onupdate = None
    _anonymous_of = None

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

    @property
    def description(self):
        return self.name

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
    _bare = False

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


def null():
    return _NULL


def true():
    return _TRUE


def false():
    return _FALSE


class TextClause(Executable):
    """SQL as text, with `:name` for binds."""

    __visit_name__ = "textclause"
    _fingerprint = "parts"
    key = None

    def __init__(self, text):
        if not isinstance(text, str):
            if getattr(type(text), "_limbeck_placeholder", False):
                text._limbeck_fail("its text")
            raise TypeError("expected string or bytes-like object, got %r" % type(text).__name__)
        self.text = text
        self._bindparams = {}

    @property
    def type(self):
        return null_type()

    def bindparams(self, *binds, **names_to_values):
        names = bind_names(self.text)
        new = self._clone()
        new._bindparams = dict(self._bindparams)
        for bind in binds:
            if bind.key not in names:
                _no_such_bind(bind.key)
            new._bindparams[bind.key] = bind
        for key, value in names_to_values.items():
            if key not in names:
                _no_such_bind(key)
            found = new._bindparams.get(key)
            if found is None:
                found = BindParameter(key, value)
            else:
                found = found._with_value(value)
            new._bindparams[key] = found
        return new

    def columns(self, *cols, **types):
        from .selectable import TextualSelect

        columns = [to_column(column) for column in cols]
        columns += [ColumnClause(name, type_) for name, type_ in types.items()]
        made = TextualSelect(self, columns)
        if types:
            made._columns_by_name = {column.name: column for column in columns}
        return made

    def label(self, name):
        return Label(name, self, None)

    @property
    def comparator(self):
        return self

    def __and__(self, other):
        return and_(self, other)

    def __or__(self, other):
        return or_(self, other)

    def __invert__(self):
        return not_(self)

    def _wire(self):
        return {
            "expr": "text", "statement": "text", "from": "text", "sql": self.text,
            "binds": [_as_bind(bind) for bind in self._bindparams.values()],
        }


def _as_bind(bind):
    return bind


def bind_names(text):
    import re

    return set(re.findall(r"(?<![:\w\x5c]):(\w+)(?!:)", text))


def _no_such_bind(key):
    from sqlalchemy import exc

    raise exc.ArgumentError("This text() construct doesn't define a bound parameter named %r" % key)


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


def label(name, element, type_=None):
    """`element AS name`."""
    return Label(name, element, type_)


class BinaryExpression(ColumnElement):
    """`left operator right`."""

    __visit_name__ = "binary"
    _fingerprint = "parts"

    def __init__(self, left, right, operator, type_=None, modifiers=None, negate=None):
        self.left = left
        self.right = right
        self.operator = operator
        self.type = to_type(type_)
        self.modifiers = modifiers or {}

    def __bool__(self):
        name = self.operator if isinstance(self.operator, str) else None
        if name == "eq":
            return self.left is self.right
        if name == "ne":
            return self.left is not self.right
        raise TypeError("Boolean value of this clause is not defined")

    def _froms(self):
        return (*self.left._froms(), *self.right._froms())

    def get_children(self, **kw):
        return (self.left, self.right)

    def _wire(self):
        op = self.operator
        wire = {"expr": "binary", "left": self.left, "right": self.right}
        if isinstance(op, custom_op):
            wire["op"] = op.opstring
            wire["custom"] = True
            wire["precedence"] = op.precedence
            if op.natural_self_precedent:
                wire["natural"] = True
            if op.eager_grouping:
                wire["eager_grouping"] = True
        else:
            wire["op"] = op
        if self.modifiers:
            wire["modifiers"] = {k: v for k, v in self.modifiers.items() if v is not None}
        wire["type_"] = is_type_wire(self.type)
        return wire


class UnaryExpression(ColumnElement):
    """A word before or after an expression."""

    __visit_name__ = "unary"
    _fingerprint = "parts"

    def __init__(self, element, operator=None, modifier=None, type_=None):
        self.element = element
        self.operator = operator
        self.modifier = modifier
        self.type = to_type(type_)

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        op = self.operator or self.modifier
        wire = {
            "expr": "unary", "op": getattr(op, "opstring", op), "operand": self.element,
            "type_": is_type_wire(self.type),
        }
        if isinstance(op, custom_op):
            wire["custom"] = True
        return wire


class CollectionAggregate(UnaryExpression):
    """ANY and ALL: they stand on the right of their comparison."""

    def operate(self, op, *other, **kwargs):
        if op not in COMPARISONS:
            from sqlalchemy import exc

            raise exc.ArgumentError("Only comparison operators may be used with ANY/ALL")
        from ._operate import operate

        return operate(self, MIRROR.get(op, op), *other, reverse=True, **kwargs)

    def _bind(self, op, value):
        type_ = self.element.type
        if affinity(type_) == "ARRAY":
            type_ = type_.item_type
        return BindParameter(None, value, compared_type(type_, op, value), unique=True)


class ClauseList(ClauseElement):
    """Expressions with commas between them."""

    __visit_name__ = "clauselist"
    _fingerprint = "parts"

    def __init__(self, *clauses, **kw):
        self.clauses = [expression(clause) for clause in clauses]

    def __iter__(self):
        return iter(self.clauses)

    def __len__(self):
        return len(self.clauses)

    def get_children(self, **kw):
        return self.clauses

    def _froms(self):
        return [found for clause in self.clauses for found in clause._froms()]

    def _wire(self):
        return {"expr": "list", "items": list(self.clauses)}


class BooleanClauseList(ColumnElement):
    """AND and OR."""

    __visit_name__ = "expression_clauselist"
    _fingerprint = "parts"

    def __init__(self, operator, clauses):
        self.operator = operator
        self.clauses = tuple(clauses)

    @property
    def type(self):
        return boolean_type()

    def __iter__(self):
        return iter(self.clauses)

    def __len__(self):
        return len(self.clauses)

    def _froms(self):
        return [found for clause in self.clauses for found in clause._froms()]

    def get_children(self, **kw):
        return self.clauses

    def _wire(self):
        return {"expr": self.operator, "items": list(self.clauses)}


class Negation(ColumnElement):
    """NOT, before the compiler has chosen between the word and the opposite operator."""

    __visit_name__ = "unary"
    _fingerprint = "parts"

    def __init__(self, element):
        self.element = element

    @property
    def type(self):
        return boolean_type()

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        return {"expr": "unary", "op": "inv", "operand": self.element}


class Grouping(ColumnElement):
    __visit_name__ = "grouping"
    _fingerprint = "parts"

    def __init__(self, element):
        self.element = element

    @property
    def type(self):
        return self.element.type

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        return {"expr": "grouping", "operand": self.element}


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


class TypeCoerce(ColumnElement):
    __visit_name__ = "type_coerce"

    def __init__(self, expression_, type_):
        self.type = to_type(type_)
        clause = expression(expression_, type_=self.type)
        if isinstance(clause, BindParameter) and clause.given:
            clause = clause._clone()
            clause.type = self.type
        self.clause = clause

    def _froms(self):
        return self.clause._froms()

    def get_children(self, **kw):
        return (self.clause,)

    def _wire(self):
        return {"expr": "type_coerce", "operand": self.clause, "type_": self.type}


class Case(ColumnElement):
    __visit_name__ = "case"
    _fingerprint = "parts"

    def __init__(self, *whens, value=None, else_=None):
        from sqlalchemy import exc

        if len(whens) == 1 and isinstance(whens[0], dict):
            whens = list(whens[0].items())
        elif len(whens) == 1 and isinstance(whens[0], list):
            raise exc.ArgumentError(
                'The "whens" argument to case(), when referring to a sequence of items, is now '
                "passed as a series of positional elements, rather than as a list. "
            )
        self.value = None if value is None else expression(value)
        pairs = []
        for condition, result in whens:
            if self.value is not None:
                condition = expression(condition)
            else:
                condition = condition_(condition)
            pairs.append((condition, expression(result)))
        self.whens = pairs
        self.else_ = None if else_ is None else expression(else_)

    @property
    def type(self):
        candidates = [result for _, result in reversed(self.whens)]
        if self.else_ is not None:
            candidates.append(self.else_)
        for candidate in candidates:
            type_ = to_type(getattr(candidate, "type", None))
            if type(type_).__name__ != "NullType":
                return type_
        return null_type()

    def get_children(self, **kw):
        found = [] if self.value is None else [self.value]
        for pair in self.whens:
            found.extend(pair)
        if self.else_ is not None:
            found.append(self.else_)
        return found

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        return {
            "expr": "case", "value": self.value, "whens": [list(pair) for pair in self.whens],
            "else": self.else_,
        }


class Extract(ColumnElement):
    __visit_name__ = "extract"

    def __init__(self, field, expr):
        self.field = field
        self.expr = expression(expr)

    @property
    def type(self):
        return type_named("Integer")

    def _froms(self):
        return self.expr._froms()

    def get_children(self, **kw):
        return (self.expr,)

    def _wire(self):
        return {"expr": "extract", "field": self.field, "operand": self.expr}


class Collate(ColumnElement):
    __visit_name__ = "collate"

    def __init__(self, element, collation, schema=None):
        self.left = self.element = element
        self.collation = collation
        self.schema = schema

    @property
    def type(self):
        type_ = to_type(self.element.type)
        if affinity(type_) != "String":
            return type_
        type_ = type_.copy()
        type_.collation = self.collation
        return type_

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        return {
            "expr": "collate", "operand": self.element, "collation": self.collation,
            "schema": self.schema,
        }


class Between(ColumnElement):
    __visit_name__ = "binary"
    _fingerprint = "parts"

    def __init__(self, element, low, high, symmetric):
        self.element, self.low, self.high, self.symmetric = element, low, high, symmetric

    @property
    def type(self):
        return boolean_type()

    def get_children(self, **kw):
        return (self.element, self.low, self.high)

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        return {
            "expr": "between", "operand": self.element, "low": self.low, "high": self.high,
            "symmetric": self.symmetric,
        }


class Tuple(ClauseList, ColumnElement):
    __visit_name__ = "tuple"

    def __init__(self, *clauses, types=None):
        types = types or []
        self.clauses = [
            expression(clause, type_=types[index] if index < len(types) else None)
            for index, clause in enumerate(clauses)
        ]
        self.types = [to_type(clause.type) for clause in self.clauses]

    @property
    def type(self):
        return null_type()

    def _bind(self, op, value):
        return Tuple(*[
            BindParameter(None, item, compared_type(self.types[index], op, item), unique=True)
            for index, item in enumerate(value)
        ])

    def _bind_many(self, op, values):
        bind = BindParameter(None, values, type_=null_type(), unique=True, expanding=True)
        return _TupleBind(bind, self.types)

    def _wire(self):
        return {"expr": "list", "items": list(self.clauses), "parens": True}


class _TupleBind(BindParameter):
    """Several tuples for IN."""

    def __init__(self, bind, types):
        self.__dict__.update(bind.__dict__)
        self._types = types

    def _wire(self):
        wire = BindParameter._wire(self)
        wire["value"] = [
            [value_to_wire(part, self._types[index]) for index, part in enumerate(item)]
            for item in self.value
        ]
        wire["types"] = [is_type_wire(type_) for type_ in self._types]
        return wire


class Slice(ColumnElement):
    __visit_name__ = "slice"

    def __init__(self, start, stop, step):
        self.start, self.stop, self.step = (
            None if part is None else expression(part) for part in (start, stop, step)
        )

    @property
    def type(self):
        return null_type()

    def _wire(self):
        return {"expr": "slice", "start": self.start, "stop": self.stop, "step": self.step}


# What a caller may give in place of an expression, and what becomes of it.


def clause_of(value):
    """The construct that a value is or stands for; None where it is neither."""
    if isinstance(value, ClauseElement):
        return value
    convert = getattr(value, "__clause_element__", None)
    if convert is not None and not isinstance(value, type):
        return clause_of(convert())
    if isinstance(value, type):
        table = getattr(value, "__table__", None)
        if isinstance(table, ClauseElement):
            return table
    return None


def as_scalar(clause):
    """A query inside an expression is a scalar subquery."""
    from_query = clause._as_scalar
    return clause if from_query is None else from_query()


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


def reject(value, expected):
    from sqlalchemy import exc

    message = "%s, got %r." % (expected, value)
    if isinstance(value, str):
        message = (
            "Textual SQL expression %(v)r should be explicitly declared as text(%(v)r)"
            % {"v": value}
        )
    raise exc.ArgumentError(message)


def to_column(value):
    clause = clause_of(value)
    if clause is not None:
        return clause
    if isinstance(value, str):
        return ColumnClause(value)
    reject(value, "Column expression or FROM clause expected")


# The functions that scripts call.


def text(text):
    return TextClause(text)


def column(text, type_=None, is_literal=False, _selectable=None):
    return ColumnClause(text, type_, is_literal, _selectable)


def literal_column(text, type_=None):
    return ColumnClause(text, type_, is_literal=True)


def literal(value, type_=None, literal_execute=False):
    clause = clause_of(value)
    if clause is not None:
        return clause
    return BindParameter(None, value, type_=type_, unique=True, literal_execute=literal_execute)


def bindparam(
    key, value=_MISSING, type_=None, unique=False, required=_MISSING, quote=None,
    callable_=None, expanding=False, isoutparam=False, literal_execute=False,
):
    return BindParameter(
        key, value, type_, unique, required, quote, callable_, expanding, isoutparam,
        literal_execute,
    )


def outparam(key, type_=None):
    return BindParameter(key, None, type_=type_, isoutparam=True)


def _connect(word, clauses):
    if len(clauses) == 1 and hasattr(clauses[0], "__next__"):
        clauses = list(clauses[0])
    return BooleanClauseList(word, [condition_(clause) for clause in clauses])


def and_(*clauses):
    return _connect("and", clauses)


def or_(*clauses):
    return _connect("or", clauses)


def not_(clause):
    return Negation(expression(clause))


def case(*whens, value=None, else_=None):
    return Case(*whens, value=value, else_=else_)


def cast(expression, type_):
    return Cast(expression, type_)


def try_cast(expression, type_):
    return TryCast(expression, type_)


def type_coerce(expression, type_):
    return TypeCoerce(expression, type_)


def extract(field, expr):
    return Extract(field, expr)


def collate(expression_, collation, collation_schema=None):
    return Collate(expression(expression_), collation, collation_schema)


def distinct(expr):
    return UnaryExpression(to_column(expr), "distinct_op", type_=getattr(expr, "type", None))


def between(expr, lower_bound, upper_bound, symmetric=False):
    expr = expression(expr)

    def side(value):
        clause = clause_of(value)
        return as_scalar(clause) if clause is not None else expr._bind("between_op", value)

    return Between(expr, side(lower_bound), side(upper_bound), symmetric)


def any_(expr):
    return CollectionAggregate(expression(expr), "any_op", type_=boolean_type())


def all_(expr):
    return CollectionAggregate(expression(expr), "all_op", type_=boolean_type())


def tuple_(*clauses, types=None):
    return Tuple(*clauses, types=types)


def _by(value):
    if isinstance(value, str):
        return LabelReference(value)
    return to_column(value)


def asc(column):
    return UnaryExpression(_by(column), modifier="asc_op")


def desc(column):
    return UnaryExpression(_by(column), modifier="desc_op")


def nulls_first(column):
    return UnaryExpression(_by(column), modifier="nulls_first_op")


def nulls_last(column):
    return UnaryExpression(_by(column), modifier="nulls_last_op")


nullsfirst, nullslast = nulls_first, nulls_last


def bitwise_not(expr):
    return UnaryExpression(expression(expr), "bitwise_not_op", type_=expr.type)


class LabelReference(ColumnElement):
    """A name in ORDER BY or GROUP BY that must be one of the query's own."""

    __visit_name__ = "textual_label_reference"

    def __init__(self, element):
        self.element = element

    @property
    def type(self):
        return null_type()

    def _wire(self):
        return {"expr": "label_reference", "name": self.element}


def over(element, partition_by=None, order_by=None, range_=None, rows=None, groups=None,
         exclude=None):
    from .functions import Over

    return Over(element, partition_by, order_by, range_, rows, groups, exclude)


def within_group(element, *order_by):
    from .functions import WithinGroup

    return WithinGroup(element, *order_by)


def funcfilter(func, *criterion):
    from .functions import FunctionFilter

    return FunctionFilter(func, *criterion)


# SQLAlchemy's other names for the same classes.
TextElement = TextClause
BindParam = BindParameter
OperatorExpression = BinaryExpression
ExpressionClauseList = BooleanClauseList
WrapsColumnExpression = ColumnElement
SQLColumnExpression = ColumnElement
SQLCoreOperations = ColumnElement


def __getattr__(name):
    if name in ("Over", "WithinGroup", "FunctionFilter", "FrameClause", "FrameClauseType"):
        from . import functions

        return getattr(functions, name)
    if name in ("conv", "quoted_name"):
        from . import naming

        return getattr(naming, name)
    raise AttributeError("module 'sqlalchemy.sql.elements' has no attribute %r" % name)
