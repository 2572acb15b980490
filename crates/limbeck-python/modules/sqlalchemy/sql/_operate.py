"""What an operator makes of its operands: the rules of types, not of spelling."""

from . import elements
from ._comparators import factory_of
from .elements import (
    BinaryExpression, BindParameter, ClauseList, ColumnElement, Tuple, UnaryExpression,
    affinity, as_scalar, boolean_type, clause_of, null_type, type_named,
)
from .operators import COMPARISONS, custom_op
from .type_api import TypeEngine

_UNARY = frozenset(("neg", "bitwise_not_op", "distinct_op"))
_USUAL = TypeEngine.coerce_compared_value
_MODIFIERS = frozenset(("asc_op", "desc_op", "nulls_first_op", "nulls_last_op"))

# Left family, operator, right family: the family of the result.
_ADAPTED = {
    ("Integer", "add"): {"Date": "Date", "Numeric": "Numeric", "Float": "Float"},
    ("Integer", "mul"): {"Interval": "Interval", "Numeric": "Numeric", "Float": "Float"},
    ("Integer", "truediv"): {"Integer": "Numeric", "Numeric": "Numeric", "Float": "Float"},
    ("Integer", "floordiv"): {"Numeric": "Numeric"},
    ("Integer", "sub"): {"Numeric": "Numeric", "Float": "Float"},
    ("Numeric", "mul"): {"Interval": "Interval"},
    ("Date", "add"): {"Integer": "Date", "Interval": "DateTime", "Time": "DateTime"},
    ("Date", "sub"): {"Integer": "Date", "Date": "Integer", "Interval": "DateTime",
                      "DateTime": "Interval"},
    ("Time", "add"): {"Date": "DateTime"},
    ("Time", "sub"): {"Time": "Interval"},
    ("DateTime", "sub"): {"DateTime": "Interval"},
    ("Interval", "add"): {"Date": "DateTime", "DateTime": "DateTime", "Time": "Time"},
    ("Interval", "mul"): {"Numeric": "Interval"},
}
_COMMUTATIVE = frozenset(("add", "mul", "eq", "ne"))


def adapt(left, op, right):
    """The operator and the type of the result: `+` between texts joins them."""
    one, other = left._type, elements.to_type(getattr(right, "type", None))
    mine, theirs = affinity(one), affinity(other)
    if mine == "Null":
        if theirs != "Null" and op in _COMMUTATIVE:
            return adapt(right, op, left)
        return op, one
    if mine in ("String", "ARRAY", "HSTORE", "Binary") and op == "add":
        if theirs in ("String", "ARRAY", "Null", "HSTORE", "Binary") or mine == "String":
            if theirs in ("Null", mine) or mine == "String" and theirs in ("String", "Null"):
                return "concat_op", one
    found = _ADAPTED.get((mine, op), {}).get(theirs)
    if found is None or found == mine:
        return op, one
    if found == theirs:
        return op, other
    return op, type_named(found)


def coerce(expr, op, value):
    clause = clause_of(value)
    if clause is None:
        return expr._bind(op, value)
    if isinstance(clause, BindParameter) and type(clause.type).__name__ == "NullType":
        clause = clause._clone()
        clause.type = elements.compared_type(expr._type, op, clause.value)
    return as_scalar(clause)


def operate(expr, op, *others, reverse=False, value=None, **modifiers):
    if not isinstance(op, (str, custom_op)):
        op = op.__name__
    if op in _UNARY:
        return UnaryExpression(expr, op, type_=expr.type)
    if op in _MODIFIERS:
        return UnaryExpression(expr, modifier=op, type_=expr.type)
    other = others[0]
    if value is not None:
        other = value
    if isinstance(op, custom_op):
        return _custom(expr, op, other, reverse)
    if op in ("in_op", "not_in_op"):
        return BinaryExpression(expr, _members(expr, op, other), op, boolean_type())
    if op in COMPARISONS:
        return _compare(expr, op, other, reverse, modifiers)
    if op == "getitem":
        return _getitem(expr, other)
    if op in _RANGE_OPERATORS and affinity(expr._type) == "Range":
        return type_method(expr, expr._type, _RANGE_OPERATORS[op])(other)
    if op in ("lshift", "rshift", "matmul"):
        raise NotImplementedError("Operator '%s' is not supported on this expression" % op)
    if op == "regexp_replace_op":
        right = ClauseList()
        right.clauses = [expr._bind(op, other) if clause_of(other) is None else other,
                         coerce(expr, op, modifiers.pop("replacement"))]
        return BinaryExpression(expr, right, op, expr.type, modifiers)
    right = coerce(expr, op, other)
    left = expr
    if reverse:
        left, right = right, left
    op, type_ = adapt(left, op, right)
    return BinaryExpression(left, right, op, type_)


# Whether a value of a class, beside an expression of a type's class, is of the very type.
_of_its_type = {}


def compare_plain(column, op, value):
    """The comparison of a column with a number or a text, which is what most scripts are full of."""
    type_ = column.type
    kinds = type(type_), type(value)
    is_its = _of_its_type.get(kinds)
    if is_its is None:
        usual = getattr(kinds[0], "coerce_compared_value", None) is _USUAL
        usual = usual and factory_of(type_) is None
        is_its = _of_its_type[kinds] = usual and type_.coerce_compared_value(op, value) is type_
    if not is_its:
        return column.operate(op, value)
    # Through the dicts: each call costs the interpreter more than all that is in them.
    bind = BindParameter.__new__(BindParameter)
    bind.__dict__.update({
        "key": column._bind_key, "unique": True, "given": True, "value": value, "type": type_,
    })
    made = BinaryExpression.__new__(BinaryExpression)
    made.__dict__.update({
        "left": column, "right": bind, "operator": op, "type": boolean_type(), "modifiers": {},
    })
    return made


def _custom(expr, op, other, reverse):
    right = coerce(expr, op, other)
    left = expr
    if reverse:
        left, right = right, left
    if op.return_type is not None:
        type_ = elements.to_type(op.return_type)
    elif op.is_comparison:
        type_ = boolean_type()
    else:
        _, type_ = adapt(left, op, right)
    return BinaryExpression(left, right, op, type_)


def _compare(expr, op, other, reverse, modifiers):
    if other is None or other is True or other is False or isinstance(other, elements._Fixed):
        fixed = elements.condition_(other)
        if op in ("eq", "ne") and not isinstance(fixed, elements.Null) or op in (
            "is_distinct_from", "is_not_distinct_from"
        ):
            return BinaryExpression(expr, fixed, op, boolean_type())
        if isinstance(expr, elements.CollectionAggregate):
            return BinaryExpression(fixed, expr, op, boolean_type())
        if op in ("eq", "is_"):
            return BinaryExpression(expr, fixed, "is_", boolean_type())
        if op in ("ne", "is_not"):
            return BinaryExpression(expr, fixed, "is_not", boolean_type())
        from sqlalchemy import exc

        raise exc.ArgumentError(
            "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', "
            "'is_not_distinct_from()' operators can be used with None/True/False"
        )
    right = coerce(expr, op, other)
    left = expr
    if reverse:
        left, right = right, left
    elif isinstance(right, elements.CollectionAggregate) is False and isinstance(
        left, elements.CollectionAggregate
    ):
        left, right = right, left
    return BinaryExpression(left, right, op, boolean_type(), modifiers)


def _members(expr, op, other):
    clause = clause_of(other)
    if clause is not None:
        if isinstance(clause, BindParameter):
            if not clause.expanding:
                clause = clause._clone()
                clause.expanding = True
            if type(clause.type).__name__ == "NullType":
                clause = clause._clone()
                clause.type = expr._type
            return clause
        if isinstance(clause, ClauseList) and not isinstance(clause, Tuple):
            wrapped = Tuple()
            wrapped.clauses = list(clause.clauses)
            return wrapped
        return as_scalar(clause)
    if isinstance(other, (str, bytes)) or not hasattr(other, "__iter__"):
        from sqlalchemy import exc

        raise exc.ArgumentError(
            "IN expression list, SELECT construct, or bound parameter object expected, got %r."
            % (other,)
        )
    items = list(other)
    if any(clause_of(item) is not None for item in items):
        wrapped = Tuple()
        wrapped.clauses = [
            elements._NULL if item is None else coerce(expr, op, item) for item in items
        ]
        return wrapped
    return expr._bind_many(op, items)


def _getitem(expr, index):
    family = affinity(expr._type)
    if family == "JSON":
        json = type(expr._type)
        clause = clause_of(index)
        path = clause is None and isinstance(index, (list, tuple))
        op = "json_path_getitem_op" if path else "json_getitem_op"
        right = clause if clause is not None else JsonIndex(index, getattr(expr, "key", None))
        return BinaryExpression(expr, right, op, expr._type)
    if family == "ARRAY":
        if isinstance(index, slice):
            shift = 1 if expr._type.zero_indexes else 0
            parts = (index.start, index.stop, index.step)
            if shift:
                parts = tuple(
                    part + 1 if isinstance(part, int) else part for part in parts
                )
            bound = elements.Slice.__new__(elements.Slice)
            bound.start, bound.stop, bound.step = (
                None if part is None else coerce(_integers(expr), "getitem", part)
                for part in parts
            )
            return BinaryExpression(expr, bound, "getitem", expr._type)
        if expr._type.zero_indexes and isinstance(index, int):
            index += 1
        type_ = expr._type
        if type_.dimensions is None or type_.dimensions == 1:
            type_ = type_.item_type
        else:
            type_ = type_.copy()
            type_.dimensions -= 1
        return BinaryExpression(expr, coerce(_integers(expr), "getitem", index), "getitem", type_)
    if family == "HSTORE":
        return BinaryExpression(
            expr, coerce(_texts(expr), "getitem", index), "hstore_getitem_op",
            expr._type.text_type,
        )
    raise NotImplementedError("Operator 'getitem' is not supported on this expression")


class _As:
    """An expression's name with another type, for binds of that type."""

    def __init__(self, expr, type_):
        self.expr, self.type = expr, type_

    @property
    def _type(self):
        return self.type

    def _key(self):
        return getattr(self.expr, "key", None) or getattr(self.expr, "_bind_key", None)

    def _bind(self, op, value, expanding=False):
        return BindParameter(
            self._key(), value, type_=self.type, unique=True,
            expanding=expanding,
        )


def _integers(expr):
    return _As(expr, type_named("Integer"))


def _texts(expr):
    return _As(expr, type_named("Text"))


class JsonIndex(ColumnElement):
    """A key, a position or a path inside a JSON document; each dialect writes it its way."""

    __visit_name__ = "bindparam"

    def __init__(self, value, key):
        self.value = list(value) if isinstance(value, (list, tuple)) else value
        self.key = key

    @property
    def type(self):
        return null_type()

    def _froms(self):
        return ()

    def _wire(self):
        return {"expr": "json_index", "value": self.value, "key": self.key, "id": id(self)}


def _op(text, precedence=5, comparison=True, eager=True):
    return custom_op(text, precedence=precedence, is_comparison=comparison, eager_grouping=eager)


_CONTAINS = _op("@>")
_CONTAINED_BY = _op("<@")
_OVERLAP = _op("&&", eager=False)
_HAS_KEY = _op("?")
_HAS_ALL = _op("?&")
_HAS_ANY = _op("?|")
_PATH_EXISTS = _op("@?")
_PATH_MATCH = _op("@@")
_DELETE_PATH = _op("#-", 15, False)
_ASTEXT = _op("->>", 15, False)
_PATH_ASTEXT = _op("#>>", 15, False)


def comparator_method(expr, type_, name):
    """A method that only expressions of this type have; None where there is none."""
    factory = getattr(type_, "comparator_factory", None)
    if factory is not None and factory is not ColumnElement:
        found = getattr(factory, name, None)
        if found is not None and getattr(ColumnElement, name, None) is not found:
            return getattr(factory(expr), name)
    return type_method(expr, type_, name)


def type_method(expr, type_, name):
    """A method of the type's family."""
    methods = _METHODS.get(affinity(type_))
    if methods is None:
        return None
    method = methods.get(name)
    if method is None:
        return None
    if name == "astext":
        return method(expr)
    return lambda *args, **kw: method(expr, *args, **kw)


def _simple(op):
    return lambda expr, other, **kw: expr.operate(op, other)


def _delete_path(expr, other):
    from sqlalchemy.dialects.postgresql import array

    from .elements import Cast

    path = array(list(other)) if clause_of(other) is None else other
    texts = elements._sqltypes().ARRAY(type_named("TEXT"))
    return BinaryExpression(expr, Cast(path, texts), _DELETE_PATH, expr._type)


def _same_type(op):
    """An operator of ranges that gives a range again."""
    return lambda expr, other: BinaryExpression(expr, coerce(expr, op, other), op, expr._type)


def _hstore_function(name, type_=None):
    """A function of hstores as a method."""

    def method(expr, *args):
        from .functions import Function

        given = type_() if callable(type_) else type_
        return Function(name, expr, *args, type_=given)

    return method


def _texts_array():
    return elements._sqltypes().ARRAY(type_named("Text"))


def _hstore():
    from sqlalchemy.dialects.postgresql import HSTORE

    return HSTORE()


def _read_as(name, *args, **kw):
    def method(expr, *own):
        if not isinstance(expr, BinaryExpression) or expr.operator not in (
            "json_getitem_op", "json_path_getitem_op"
        ):
            from sqlalchemy import exc

            raise exc.InvalidRequestError(
                "The JSON cast operator JSON.%s() only works with a JSON index expression e.g. "
                "col['q'].%s()" % (kw["method"], kw["method"])
            )
        type_ = name(*own) if callable(name) else type_named(name)
        if isinstance(type_, str):
            type_ = type_named(type_)
        return BinaryExpression(expr.left, expr.right, expr.operator, type_)

    return method


def _numeric(precision, scale, asdecimal=True):
    return getattr(elements._sqltypes(), "Numeric" if asdecimal else "Float")(
        precision, scale, asdecimal=asdecimal
    ) if asdecimal else elements._sqltypes().Float(precision)


def _as_json(expr):
    return expr


def _astext(expr):
    path = expr.operator == "json_path_getitem_op"
    type_ = getattr(expr.left.type, "astext_type", None) or type_named("Text")
    return BinaryExpression(expr.left, expr.right, _PATH_ASTEXT if path else _ASTEXT, type_)


def _array_any(which):
    def method(expr, other, operator=None):
        from .operators import MIRROR

        name = getattr(operator, "__name__", operator) or "eq"
        name = MIRROR.get(name, name)
        bound = coerce(_As(expr, expr._type.item_type), name, other)
        aggregate = elements.CollectionAggregate(expr, which, type_=boolean_type())
        return BinaryExpression(bound, aggregate, name if operator is None else
                                getattr(operator, "__name__", operator), boolean_type())

    return method


_RANGE_OPERATORS = {"lshift": "strictly_left_of", "rshift": "strictly_right_of"}

_METHODS = {
    "JSON": {
        "as_string": _read_as("Unicode", method="as_string"),
        "as_integer": _read_as("Integer", method="as_integer"),
        "as_float": _read_as("Float", method="as_float"),
        "as_boolean": _read_as("Boolean", method="as_boolean"),
        "as_numeric": _read_as(_numeric, method="as_numeric"),
        "as_json": _as_json,
        "astext": _astext,
        "contains": _simple(_CONTAINS),
        "contained_by": _simple(_CONTAINED_BY),
        "has_key": _simple(_HAS_KEY),
        "has_all": _simple(_HAS_ALL),
        "has_any": _simple(_HAS_ANY),
        "delete_path": _delete_path,
        "path_exists": _simple(_PATH_EXISTS),
        "path_match": _simple(_PATH_MATCH),
    },
    "ARRAY": {
        "any": _array_any("any_op"),
        "all": _array_any("all_op"),
        "contains": _simple(_CONTAINS),
        "contained_by": _simple(_CONTAINED_BY),
        "overlap": _simple(_OVERLAP),
    },
    "HSTORE": {
        "has_key": _simple(_HAS_KEY),
        "has_all": _simple(_HAS_ALL),
        "has_any": _simple(_HAS_ANY),
        "contains": _simple(_CONTAINS),
        "contained_by": _simple(_CONTAINED_BY),
        "defined": _hstore_function("defined", boolean_type),
        "delete": _hstore_function("delete", _hstore),
        "slice": _hstore_function("slice", _hstore),
        "keys": _hstore_function("akeys", _texts_array),
        "vals": _hstore_function("avals", _texts_array),
        "array": _hstore_function("hstore_to_array", _texts_array),
        "matrix": _hstore_function("hstore_to_matrix", _texts_array),
    },
    "Range": {
        "contains": _simple(_CONTAINS),
        "contained_by": _simple(_CONTAINED_BY),
        "overlaps": _simple(_OVERLAP),
        "strictly_left_of": _simple(_op("<<", eager=False)),
        "strictly_right_of": _simple(_op(">>", eager=False)),
        "not_extend_right_of": _simple(_op("&<", eager=False)),
        "not_extend_left_of": _simple(_op("&>", eager=False)),
        "adjacent_to": _simple(_op("-|-", eager=False)),
        "union": _same_type("add"),
        "intersection": _same_type("mul"),
        "difference": _same_type("sub"),
    },
}
