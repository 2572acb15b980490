"""The operators that columns answer to, by SQLAlchemy's names."""

import operator as _python

from ..util.langhelpers import Subscripted


class _Operator:
    __slots__ = ("__name__",)

    def __init__(self, name):
        self.__name__ = name

    def __repr__(self):
        return "<operator %s>" % self.__name__

    def __call__(self, left, *other, **kw):
        return left.operate(self, *other, **kw)


class custom_op(Subscripted):
    __name__ = "custom_op"

    def __init__(
        self, opstring, precedence=0, is_comparison=False, return_type=None,
        natural_self_precedent=False, eager_grouping=False, python_impl=None,
        visit_name=None,
    ):
        self.opstring = opstring
        self.precedence = precedence
        self.is_comparison = is_comparison
        self.return_type = return_type
        self.eager_grouping = eager_grouping
        self.natural_self_precedent = natural_self_precedent

    def __call__(self, left, right, **kw):
        return left.operate(self, right, **kw)


# The operators that are Python's own functions.
OF_PYTHON = frozenset(
    "eq ne lt le gt ge add sub mul truediv floordiv mod lshift rshift getitem neg".split()
)
_known = {}


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name not in _known:
        _known[name] = getattr(_python, name) if name in OF_PYTHON else _Operator(name)
    return _known[name]


COMPARISONS = frozenset((
    "eq", "ne", "lt", "le", "gt", "ge", "is_", "is_not", "in_op", "not_in_op", "like_op",
    "not_like_op", "ilike_op", "not_ilike_op", "is_distinct_from", "is_not_distinct_from",
    "contains_op", "not_contains_op", "startswith_op", "not_startswith_op", "endswith_op",
    "not_endswith_op", "icontains_op", "not_icontains_op", "istartswith_op",
    "not_istartswith_op", "iendswith_op", "not_iendswith_op", "match_op", "not_match_op",
    "regexp_match_op", "not_regexp_match_op", "between_op", "not_between_op",
))
MIRROR = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}


class Operators:
    """The operators of Python, turned into `operate` calls."""

    __slots__ = ()

    def __and__(self, other):
        from .elements import and_

        return and_(self, other)

    def __rand__(self, other):
        from .elements import and_

        return and_(other, self)

    def __or__(self, other):
        from .elements import or_

        return or_(self, other)

    def __ror__(self, other):
        from .elements import or_

        return or_(other, self)

    def __invert__(self):
        from .elements import not_

        return not_(self)

    def op(
        self, opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None
    ):
        operator = custom_op(opstring, precedence, is_comparison, return_type)
        return lambda other: self.operate(operator, other)

    def bool_op(self, opstring, precedence=0, python_impl=None):
        return self.op(opstring, precedence, is_comparison=True)

    def operate(self, op, *other, **kwargs):
        raise NotImplementedError(str(op))


class ColumnOperators(Operators):
    """What an expression can be asked."""

    __slots__ = ()
    timetuple = None

    def __eq__(self, other):
        return self.operate("eq", other)

    def __ne__(self, other):
        return self.operate("ne", other)

    def __lt__(self, other):
        return self.operate("lt", other)

    def __le__(self, other):
        return self.operate("le", other)

    def __gt__(self, other):
        return self.operate("gt", other)

    def __ge__(self, other):
        return self.operate("ge", other)

    # The object's own, which needs no call of Python.
    __hash__ = object.__hash__

    def __neg__(self):
        return self.operate("neg")

    def __add__(self, other):
        return self.operate("add", other)

    def __radd__(self, other):
        return self.operate("add", other, reverse=True)

    def __sub__(self, other):
        return self.operate("sub", other)

    def __rsub__(self, other):
        return self.operate("sub", other, reverse=True)

    def __mul__(self, other):
        return self.operate("mul", other)

    def __rmul__(self, other):
        return self.operate("mul", other, reverse=True)

    def __truediv__(self, other):
        return self.operate("truediv", other)

    def __rtruediv__(self, other):
        return self.operate("truediv", other, reverse=True)

    def __floordiv__(self, other):
        return self.operate("floordiv", other)

    def __rfloordiv__(self, other):
        return self.operate("floordiv", other, reverse=True)

    def __mod__(self, other):
        return self.operate("mod", other)

    def __rmod__(self, other):
        return self.operate("mod", other, reverse=True)

    def __lshift__(self, other):
        return self.operate("lshift", other)

    def __rshift__(self, other):
        return self.operate("rshift", other)

    def __getitem__(self, index):
        return self.operate("getitem", index)

    def __contains__(self, other):
        raise NotImplementedError("Operator 'contains' is not supported on this expression")

    def concat(self, other):
        return self.operate("concat_op", other)

    def bitwise_and(self, other):
        return self.operate("bitwise_and_op", other)

    def bitwise_or(self, other):
        return self.operate("bitwise_or_op", other)

    def bitwise_xor(self, other):
        return self.operate("bitwise_xor_op", other)

    def bitwise_not(self):
        return self.operate("bitwise_not_op")

    def bitwise_lshift(self, other):
        return self.operate("bitwise_lshift_op", other)

    def bitwise_rshift(self, other):
        return self.operate("bitwise_rshift_op", other)

    def like(self, other, escape=None):
        return self.operate("like_op", other, escape=escape)

    def ilike(self, other, escape=None):
        return self.operate("ilike_op", other, escape=escape)

    def not_like(self, other, escape=None):
        return self.operate("not_like_op", other, escape=escape)

    def not_ilike(self, other, escape=None):
        return self.operate("not_ilike_op", other, escape=escape)

    notlike = not_like
    notilike = not_ilike

    def startswith(self, other, escape=None, autoescape=False):
        return self.operate("startswith_op", other, **_escaped(other, escape, autoescape))

    def endswith(self, other, escape=None, autoescape=False):
        return self.operate("endswith_op", other, **_escaped(other, escape, autoescape))

    def contains(self, other, escape=None, autoescape=False, **kw):
        return self.operate("contains_op", other, **_escaped(other, escape, autoescape))

    def istartswith(self, other, escape=None, autoescape=False):
        return self.operate("istartswith_op", other, **_escaped(other, escape, autoescape))

    def iendswith(self, other, escape=None, autoescape=False):
        return self.operate("iendswith_op", other, **_escaped(other, escape, autoescape))

    def icontains(self, other, escape=None, autoescape=False):
        return self.operate("icontains_op", other, **_escaped(other, escape, autoescape))

    def match(self, other, **kwargs):
        return self.operate("match_op", other, **kwargs)

    def regexp_match(self, pattern, flags=None):
        return self.operate("regexp_match_op", pattern, flags=flags)

    def regexp_replace(self, pattern, replacement, flags=None):
        return self.operate("regexp_replace_op", pattern, replacement=replacement, flags=flags)

    def in_(self, other):
        return self.operate("in_op", other)

    def not_in(self, other):
        return self.operate("not_in_op", other)

    notin_ = not_in

    def is_(self, other):
        return self.operate("is_", other)

    def is_not(self, other):
        return self.operate("is_not", other)

    isnot = is_not

    def is_distinct_from(self, other):
        return self.operate("is_distinct_from", other)

    def is_not_distinct_from(self, other):
        return self.operate("is_not_distinct_from", other)

    isnot_distinct_from = is_not_distinct_from

    def between(self, cleft, cright, symmetric=False):
        from .elements import between

        return between(self, cleft, cright, symmetric)

    def desc(self):
        return self.operate("desc_op")

    def asc(self):
        return self.operate("asc_op")

    def nulls_first(self):
        return self.operate("nulls_first_op")

    def nulls_last(self):
        return self.operate("nulls_last_op")

    nullsfirst = nulls_first
    nullslast = nulls_last

    def distinct(self):
        return self.operate("distinct_op")

    def collate(self, collation, collation_schema=None):
        from .elements import collate

        return collate(self, collation, collation_schema)

    def any_(self):
        from .elements import any_

        return any_(self)

    def all_(self):
        from .elements import all_

        return all_(self)


def _escaped(other, escape, autoescape):
    if not autoescape:
        return {"escape": escape}
    if not isinstance(other, str):
        raise TypeError("String value expected when autoescape=True")
    escape = escape or "/"
    if escape not in ("%", "_"):
        other = other.replace(escape, escape + escape)
    other = other.replace("%", escape + "%").replace("_", escape + "_")
    return {"escape": escape, "value": other}
