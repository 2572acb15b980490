"""Expressions: columns, values, and what is built from them."""

from . import operators
from ._combined import (
    Between, BinaryExpression, BooleanClauseList, ClauseList, CollectionAggregate, Grouping,
    Negation, Tuple, UnaryExpression,
)
from ._terms import (
    _FALSE, _MISSING, _NULL, _TRUE, BindParameter, Cast, ColumnClause, ColumnElement, False_, Label,
    NamedColumn, Null, True_, TryCast, _Fixed, _tell_entity, bind_expression,
    column_bind_expression, condition_, expression, read_column, to_column,
)
from ._values import (
    SCALARS, _sqltypes, affinity, as_scalar, boolean_type, clause_of, compared_type, is_type_wire,
    literals_to_wire, null_type, plain_kinds, processing_error, reject, sent_value, to_type,
    type_named, type_of_value, value_to_wire,
)
from .base import ClauseElement, Executable, quoted_name
from .operators import ColumnOperators

__all__ = ("ColumnElement", "ColumnClause", "BindParameter", "TextClause")

_FORMS = frozenset((
    "Case", "Collate", "Extract", "Slice", "TypeCoerce", "case", "collate", "extract",
    "type_coerce",
))


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
        from ._compound import TextualSelect

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


def label(name, element, type_=None):
    """`element AS name`."""
    return Label(name, element, type_)


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


def cast(expression, type_):
    return Cast(expression, type_)


def try_cast(expression, type_):
    return TryCast(expression, type_)


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
    if name in _FORMS:
        from . import _forms

        return getattr(_forms, name)
    if name in ("conv", "quoted_name"):
        from . import naming

        return getattr(naming, name)
    raise AttributeError("module 'sqlalchemy.sql.elements' has no attribute %r" % name)
