"""Functions: `func.name(..)` and what may follow a call."""

from .base import ClauseElement, Executable, quoted_name
from .elements import (
    BindParameter, ClauseList, ColumnElement, Label, UnaryExpression, _tell_entity, clause_of,
    condition_, expression, is_type_wire, null_type, to_type, type_named,
)
from .selectable import FromClause

_registry = {}


class FunctionElement(Executable, ColumnElement, FromClause):
    """A call. Scripts derive from it for functions of their own."""

    __visit_name__ = "function"
    packagenames = ()
    name = None
    _with_ordinality = False

    inherit_cache = True
    type = None

    def __init__(self, *clauses):
        self._set(clauses)

    def _set(self, clauses):
        name = getattr(self, "name", None)
        self.clause_expr = ClauseList()
        self.clause_expr.clauses = [expression(clause, name=name) for clause in clauses]
        _tell_entity(self, *clauses)

    @property
    def clauses(self):
        return self.clause_expr

    @property
    def _bind_key(self):
        return getattr(self, "name", None)

    @property
    def description(self):
        return self.name

    def get_children(self, **kw):
        return self.clause_expr.clauses

    def _froms(self):
        return self.clause_expr._froms()

    def over(self, partition_by=None, order_by=None, rows=None, range_=None, groups=None,
             exclude=None):
        return Over(self, partition_by, order_by, range_, rows, groups, exclude)

    def filter(self, *criterion):
        return FunctionFilter(self, *criterion) if criterion else self

    def within_group(self, *order_by):
        return WithinGroup(self, *order_by)

    def aggregate_order_by(self, *order_by):
        return _InlineOrder(self, order_by)

    def alias(self, name=None, joins_implicitly=False):
        from .selectable import TableValuedAlias

        return TableValuedAlias(self, name)

    def table_valued(self, *expr, **kw):
        from .selectable import TableValuedAlias

        new = self._clone()
        if kw.get("with_ordinality"):
            new._with_ordinality = True
            expr = (*expr, kw["with_ordinality"])
        return TableValuedAlias(new, kw.get("name"), expr)

    def column_valued(self, name=None, joins_implicitly=False):
        return self.alias(name).column

    def scalar_table_valued(self, name, type_=None):
        from .elements import BinaryExpression, ColumnClause

        return _Member(self, name, type_)

    def select(self):
        from .selectable import select

        return select(self)

    @property
    def _parts(self):
        return [*self.packagenames, self.name]

    def _wire(self):
        return {
            "expr": "function", "id": id(self), "name": self._parts,
            "args": list(self.clause_expr.clauses), "type_": is_type_wire(self._type),
            "with_ordinality": self._with_ordinality,
        }

    def _from_wire(self):
        return {"from": "function", "id": id(self), "function": self, "plain": True}

    def _reference(self):
        return {"from_id": id(self), "table": self.name}


class Function(FunctionElement):
    """A function known by its name alone."""

    _fingerprint = "parts"

    def __init__(self, name, *clauses, type_=None, packagenames=()):
        self.packagenames = packagenames
        self.name = name
        self.type = to_type(type_)
        self._set(clauses)


class GenericFunction(Function):
    """A function whose type is known; subclasses register under their name."""

    name = None
    package = None
    type = None
    _bare = False

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if "name" not in cls.__dict__ or cls.name is None:
            cls.name = cls.__name__
        if cls.__dict__.get("_register", True):
            identifier = cls.__dict__.get("identifier", cls.name)
            package = cls.package
            key = str(identifier).lower()
            _registry[(package, key) if package and package != "_default" else key] = cls

    def __init__(self, *args, **kwargs):
        type_ = kwargs.pop("type_", None)
        parsed = kwargs.pop("_parsed_args", None)
        self.packagenames = ()
        if type_ is not None:
            self.type = to_type(type_)
        elif isinstance(type(self).type, type):
            self.type = type(self).type()
        self._set(args if parsed is None else parsed)
        if self.type is None:
            self.type = self._own_type()

    def _own_type(self):
        return null_type()

    def _wire(self):
        wire = super()._wire()
        wire["bare"] = self._bare
        wire["known"] = True
        return wire


class ReturnTypeFromArgs(GenericFunction):
    _register = False

    def _set(self, clauses):
        made = [
            BindParameter(self.name, clause, unique=True)
            if clause_of(clause) is None and clause is not None
            else expression(clause)
            for clause in clauses
        ]
        typed = next(
            (to_type(c.type) for c in made if type(to_type(c.type)).__name__ != "NullType"), None
        )
        self._first = typed
        _tell_entity(self, *clauses)
        self.clause_expr = ClauseList()
        self.clause_expr.clauses = made

    def _own_type(self):
        return self._first or null_type()


_TYPES = {
    "now": "DateTime", "concat": "String", "char_length": "Integer",
    "random": "Float", "rank": "Integer", "dense_rank": "Integer", "percent_rank": "Numeric",
    "cume_dist": "Numeric", "cube": None, "rollup": None,
    "aggregate_strings": "String", "next_value": "Integer",
}
_BARE = {
    "current_date": ("CURRENT_DATE", "Date"), "current_time": ("CURRENT_TIME", "Time"),
    "current_timestamp": ("CURRENT_TIMESTAMP", "DateTime"),
    "current_user": ("CURRENT_USER", "String"), "localtime": ("LOCALTIME", "DateTime"),
    "localtimestamp": ("LOCALTIMESTAMP", "DateTime"),
    "session_user": ("SESSION_USER", "String"), "sysdate": ("sysdate", "DateTime"),
    "user": ("USER", "String"),
}
_FROM_ARGS = frozenset(("coalesce", "max", "min", "sum", "pow", "mode"))


_TEXT_SEARCH = frozenset((
    "to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery",
    "ts_headline",
))


class count(GenericFunction):
    _fingerprint = "parts"
    inherit_cache = True

    def __init__(self, *args, **kwargs):
        if not args or args[0] is None:
            from .elements import literal_column

            args = (literal_column("*"),)
        super().__init__(*args, **kwargs)

    def _own_type(self):
        return type_named("Integer")


class _Known(GenericFunction):
    """A function whose type follows from its name."""

    _fingerprint = "parts"
    _register = False
    _shown_as = property(lambda self: self.name)

    def __init__(self, name, *args, type_=None):
        self.name = name
        shown, type_name = _BARE.get(name, (name, _TYPES.get(name)))
        self._shown = shown
        self._bare = name in _BARE
        super().__init__(*args, type_=type_ or (type_named(type_name) if type_name else None))

    def _wire(self):
        wire = super()._wire()
        wire["name"] = [self._shown]
        wire["stem"] = self.name
        return wire


class _FromArgs(ReturnTypeFromArgs):
    _fingerprint = "parts"
    _register = False
    _shown_as = property(lambda self: self.name)

    def __init__(self, name, *args, type_=None):
        self.name = name
        super().__init__(*args, type_=type_)


class array_agg(GenericFunction):
    inherit_cache = True

    def _own_type(self):
        from . import sqltypes

        first = to_type(self.clause_expr.clauses[0].type) if self.clause_expr.clauses else None
        if isinstance(first, sqltypes.ARRAY):
            return first
        return sqltypes.ARRAY(first if first is not None else null_type())


class next_value(ColumnElement):
    """The next value of a sequence."""

    __visit_name__ = "next_value_func"

    def __init__(self, sequence, **kw):
        self.sequence = sequence

    @property
    def type(self):
        return to_type(getattr(self.sequence, "data_type", None) or type_named("Integer"))

    def _wire(self):
        return {
            "expr": "next_value", "sequence": self.sequence.name,
            "schema": getattr(self.sequence, "schema", None),
        }


class _InlineOrder(ColumnElement):
    def __init__(self, function, order_by):
        from .elements import _by

        self.function, self.order_by = function, [_by(item) for item in order_by]

    @property
    def type(self):
        return self.function.type

    @property
    def name(self):
        return self.function.name

    over = FunctionElement.over
    filter = FunctionElement.filter

    def get_children(self, **kw):
        return (*self.function.get_children(), *self.order_by)

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        wire = self.function._wire()
        wire["order_by"] = self.order_by
        return wire


class _Member(ColumnElement):
    def __init__(self, function, name, type_):
        self.function, self.name, self.type = function, name, to_type(type_)

    def _froms(self):
        return self.function._froms()

    def _wire(self):
        return {"expr": "member", "operand": self.function, "name": self.name}


class FrameClauseType:
    UNBOUNDED, CURRENT, PRECEDING, FOLLOWING = range(4)


class FrameClause:
    """A window's frame: `(None, 0)` and its like."""

    def __init__(self, start=None, end=None, start_frame_type=None, end_frame_type=None):
        self.start, self.end = start, end


def _bound(value, upper):
    if value is None:
        return "unbounded"
    if value == 0:
        return "current"
    if isinstance(value, int) and value < 0:
        return {"preceding": BindParameter(None, -value, unique=True)}
    return {"following": BindParameter(None, value, unique=True)}


def _frame(unit, given):
    if isinstance(given, FrameClause):
        given = (given.start, given.end)
    lower, upper = given
    return {"unit": unit, "lower": _bound(lower, False), "upper": _bound(upper, True)}


def _list(value):
    from .elements import _by

    if value is None:
        return []
    if isinstance(value, ClauseList):
        return list(value.clauses)
    if not isinstance(value, (list, tuple)):
        value = [value]
    return [_by(item) for item in value]


class Over(ColumnElement):
    __visit_name__ = "over"

    def __init__(self, element, partition_by=None, order_by=None, range_=None, rows=None,
                 groups=None, exclude=None):
        self.element = element
        self.partition_by = _list(partition_by)
        self.order_by = _list(order_by)
        given = [
            (unit, value)
            for unit, value in (("RANGE", range_), ("ROWS", rows), ("GROUPS", groups))
            if value is not None
        ]
        if len(given) > 1:
            from sqlalchemy import exc

            raise exc.ArgumentError(
                "only one of 'rows', 'range_', or 'groups' may be provided"
            )
        self._window = {
            "partition_by": self.partition_by, "order_by": self.order_by,
            "frame": _frame(*given[0]) if given else None, "exclude": exclude,
        }

    @property
    def type(self):
        return self.element.type

    def get_children(self, **kw):
        return (self.element, *self.partition_by, *self.order_by)

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        return {"expr": "over", "operand": self.element, "window": self._window}


class WithinGroup(ColumnElement):
    __visit_name__ = "withingroup"

    def __init__(self, element, *order_by):
        self.element = element
        self.order_by = _list(list(order_by))

    @property
    def type(self):
        name = getattr(self.element, "name", "")
        if self.order_by and name in ("percentile_cont", "percentile_disc", "mode"):
            return self.order_by[0].type
        return self.element.type

    def over(self, **kw):
        return Over(self, **kw)

    def filter(self, *criterion):
        return FunctionFilter(self, *criterion)

    def get_children(self, **kw):
        return (self.element, *self.order_by)

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        return {"expr": "within_group", "operand": self.element, "order_by": self.order_by}


class FunctionFilter(ColumnElement):
    __visit_name__ = "funcfilter"

    def __init__(self, func, *criterion):
        self.func = func
        self._conditions = [condition_(item) for item in criterion]

    def filter(self, *criterion):
        new = self._clone()
        new._conditions = [*self._conditions, *[condition_(item) for item in criterion]]
        return new

    def over(self, **kw):
        return Over(self, **kw)

    def within_group(self, *order_by):
        return WithinGroup(self, *order_by)

    @property
    def type(self):
        return self.func.type

    def get_children(self, **kw):
        return (self.func, *self._conditions)

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        condition = self._conditions[0]
        if len(self._conditions) > 1:
            condition = {"expr": "and", "items": self._conditions}
        return {"expr": "filter", "operand": self.func, "condition": condition}


class _FunctionGenerator:
    """`func`: any attribute is a function, dots are packages."""

    __slots__ = ("_names", "_options")

    def __init__(self, names=(), **options):
        self._names = names
        self._options = options

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name.endswith("_"):
            name = name[:-1]
        return _FunctionGenerator((*self._names, name))

    def __call__(self, *clauses, **kw):
        *packages, name = self._names
        type_ = kw.pop("type_", None)
        lower = name.lower()
        if not packages:
            found = _registry.get(lower)
            if found is not None:
                return found(*clauses, type_=type_, **kw) if type_ else found(*clauses, **kw)
            if lower == "next_value":
                return next_value(*clauses)
            if lower in ("cast", "extract"):
                from . import elements

                return {"cast": elements.Cast, "extract": elements.Extract}[lower](*clauses, **kw)
            if lower in _FROM_ARGS:
                return _FromArgs(lower, *clauses, type_=type_)
            if lower in _TYPES or lower in _BARE:
                return _Known(lower, *clauses, type_=type_)
            if lower in _TEXT_SEARCH:
                from sqlalchemy.dialects.postgresql import ext

                return getattr(ext, lower)(*clauses)
            if lower in ("any", "all", "some"):
                return Function(name, *clauses, type_=type_ or type_named("Boolean"))
            if lower == "grouping_sets":
                return Function(quoted_name("GROUPING SETS", False), *clauses)
        else:
            found = _registry.get((packages[0], lower))
            if found is not None:
                return found(*clauses)
        return Function(name, *clauses, type_=type_, packagenames=tuple(packages))


func = _FunctionGenerator()
modifier = _FunctionGenerator()


def register_function(identifier, fn, package="_default"):
    key = str(identifier).lower()
    _registry[key if package == "_default" else (package, key)] = fn


def __getattr__(name):
    if name in _TYPES or name in _BARE or name in _FROM_ARGS:
        made = getattr(func, name)
        return made
    raise AttributeError("module 'sqlalchemy.sql.functions' has no attribute %r" % name)
