"""Operators that a type of the script's own has a say in, by its `comparator_factory`."""

from . import operators
from .operators import ColumnOperators

# The methods of operators that are not called as the operators are.
_METHODS = {
    **{name: f"__{name}__" for name in operators.OF_PYTHON},
    "in_op": "in_", "between_op": "between", "concat_op": "concat", "distinct_op": "distinct",
}
_by_factory = {}


def factory_of(type_):
    """The comparator of a type where it changes what operators mean, else None."""
    factory = getattr(type_, "comparator_factory", None)
    found = _by_factory.get(factory)
    if found is None:
        found = _by_factory[factory] = _has_a_say(factory)
    return factory if found else None


def _has_a_say(factory):
    for cls in getattr(factory, "__mro__", ()):
        if cls.__module__.startswith("sqlalchemy."):
            continue
        if any(hasattr(ColumnOperators, name) for name in cls.__dict__ if _is_operator(name)):
            return True
    return False


def _is_operator(name):
    return name in _OWN or not name.startswith("__")


_OWN = frozenset(_METHODS.values()) | {f"__r{name}__" for name in ("add", "sub", "mul", "mod")}


def operate_by(factory, expr, op, others, kwargs):
    """What the comparator makes of an operator: by the operator's method, or by its `operate`."""
    comparator = factory(expr)
    name = op if isinstance(op, str) else getattr(op, "__name__", "")
    reverse = kwargs.get("reverse", False)
    method = _METHODS.get(name) or name.removesuffix("_op")
    if reverse:
        method = f"__r{name}__"
    own = getattr(factory, method, None)
    if own is not None and own is not getattr(ColumnOperators, method, None):
        given = {key: value for key, value in kwargs.items() if value is not None}
        given.pop("reverse", None)
        return getattr(comparator, method)(*others, **given)
    return comparator.operate(
        getattr(operators, op) if isinstance(op, str) else op, *others, **kwargs
    )
