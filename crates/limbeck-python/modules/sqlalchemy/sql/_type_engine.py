"""The base of all column types, and how types are shown."""

from ..util.langhelpers import Subscripted
from .base import HOOKS, current_dialect
from .operators import ColumnOperators
from .visitors import Visitable

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.type_api"


class _NoArg:
    """Marks an argument that was not given."""

    def __repr__(self):
        return "_NoArg.NO_ARG"


NO_ARG = _NoArg.NO_ARG = _NoArg()


def present(**entries):
    """The entries that say something: neither None nor False."""
    return {
        key: value
        for key, value in entries.items()
        if value is not None and value is not False
    }


def _argument_spec(function):
    """(positional names without self, name of *args or None, defaults, keyword-only defaults)"""
    code = getattr(function, "__code__", None)
    if code is None:
        return (), None, (), {}
    count = code.co_argcount
    only = code.co_kwonlyargcount
    names = code.co_varnames[1:count]
    varargs = code.co_varnames[count + only] if code.co_flags & 0x04 else None
    return names, varargs, function.__defaults__ or (), function.__kwdefaults__ or {}


_MISSING = object()
# What Python's driver of SQLite has no way to write.
_NOT_IN_SQLITE = frozenset(("Decimal", "time", "timedelta", "UUID"))
# The families of types whose values are single ones.
_OF_SCALARS = frozenset((
    "Integer", "Float", "Numeric", "String", "Boolean", "DateTime", "Date", "Time", "Interval",
    "Binary", "Uuid",
))


class GenericRepr:
    """`Class(args)` from the signature of `__init__` and the attributes of the same names."""

    def __init__(self, obj, additional_kw=(), to_inspect=None, omit_kwarg=()):
        self.obj = obj
        self.additional = list(additional_kw)
        if to_inspect is None:
            to_inspect = [obj]
        elif not isinstance(to_inspect, (list, tuple)):
            to_inspect = [to_inspect]
        self.to_inspect = to_inspect
        self.omit = omit_kwarg
        self.class_name = None

    def set_class_name(self, class_name):
        self.class_name = class_name
        return self

    def _signature(self):
        positional, keywords, varargs = [], {}, None
        for at, inspected in enumerate(self.to_inspect):
            names, rest, defaults, _ = _argument_spec(inspected.__init__)
            required = names[: len(names) - len(defaults)]
            if at == 0:
                varargs = rest
                positional.extend(required)
            elif defaults:
                keywords.update((name, _MISSING) for name in required)
            keywords.update(zip(names[len(names) - len(defaults) :], defaults))
        return positional, keywords, varargs

    def __str__(self):
        obj = self.obj
        positional, keywords, varargs = self._signature()
        output = [repr(getattr(obj, name, None)) for name in positional]
        if varargs is not None and hasattr(obj, varargs):
            output.extend(repr(value) for value in getattr(obj, varargs))
        for name in self.omit:
            keywords.pop(name, None)
        for name, default in list(keywords.items()) + self.additional:
            try:
                value = getattr(obj, name, _MISSING)
                if value is _MISSING or value == default:
                    continue
            except Exception:
                continue
            output.append(f"{name}={value!r}")
        return f"{self.class_name or type(obj).__name__}({', '.join(output)})"


def generic_repr(obj, additional_kw=(), to_inspect=None, omit_kwarg=()):
    return str(GenericRepr(obj, additional_kw, to_inspect, omit_kwarg))


class TypeEngineMixin:
    """What type classes and their mixins share."""


def type_of_value(value):
    """Stands for that of `elements` until the first value."""
    global type_of_value
    from .elements import type_of_value

    return type_of_value(value)


class TypeEngine(Visitable):
    """A column type."""

    __visit_name__ = "type_engine"
    _fingerprint = "type"
    _variants = {}
    _isnull = False
    _is_type_decorator = False
    _is_array = False
    _is_tuple_type = False
    sort_key_function = None
    should_evaluate_none = False
    _takes_text = False
    """Whether a text that is compared with this type is of the type itself."""

    hashable = True
    render_bind_cast = False
    render_literal_cast = False
    default_schema = None
    # Whether the type has a say when a column of it joins a table.
    _joins_table = False

    operator_classes = None

    # Whether a class of a script says what is sent for a value, and what is written for it.
    _own_binds = _own_literals = False

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if cls.__module__.startswith("sqlalchemy."):
            return
        for name, mark in (("bind_processor", "_own_binds"), ("literal_processor", "_own_literals")):
            if name in cls.__dict__:
                setattr(cls, mark, True)
                # Its values are looked at one by one.
                cls._fingerprint = None

    class Comparator(ColumnOperators, Subscripted):
        """Methods that expressions of the type have; scripts subclass it."""

        def __init__(self, expr):
            self.expr = expr
            self.type = expr.type

        def __clause_element__(self):
            return self.expr

        def operate(self, op, *other, **kwargs):
            plainly = getattr(self.expr, "_operate_plainly", self.expr.operate)
            return plainly(op, *other, **kwargs)

        def reverse_operate(self, op, other, **kwargs):
            return self.operate(op, other, reverse=True, **kwargs)

    comparator_factory = Comparator

    python_type = object

    # Set on classes between TypeEngine and the families of types: they are no family.
    _between_families = True

    @property
    def _type_affinity(self):
        own = type(self)
        found = _families.get(own)
        if found is None:
            found = own
            for cls in own.__mro__:
                if issubclass(cls, TypeEngine) and not cls.__dict__.get("_between_families"):
                    found = cls
            _families[own] = found
        return found

    @property
    def _generic_type_affinity(self):
        from .sqltypes import NullType

        upper = None
        for cls in type(self).__mro__:
            if (
                not issubclass(cls, TypeEngine)
                or cls.__module__ != "sqlalchemy.sql.sqltypes"
                or cls.__dict__.get("_between_families")
            ):
                continue
            if not cls.__name__.isupper():
                return cls
            upper = upper or cls
        return upper or NullType

    def as_generic(self, allow_nulltype=False):
        """The CamelCase type nearest to this one.

        Raises NotImplementedError where there is none.
        """
        cls = self._generic_type_affinity
        if cls.__name__ == "NullType" and not allow_nulltype:
            raise NotImplementedError(
                "Default TypeEngine.as_generic() heuristic method was unsuccessful for "
                f"{type(self).__module__}.{type(self).__name__}. A custom as_generic() method "
                "must be implemented for this type class."
            )
        return adapt_instance(self, cls)

    def evaluates_none(self):
        copied = self.copy()
        copied.should_evaluate_none = True
        return copied

    def with_variant(self, type_, *dialect_names):
        """This type, and `type_` on the dialects of these names."""
        from ..exc import ArgumentError

        if not dialect_names:
            raise ArgumentError("At least one dialect name is required")
        for name in dialect_names:
            if name in self._variants:
                raise ArgumentError(
                    f"Dialect {name!r} is already present in the mapping for this {self!r}"
                )
        other = to_instance(type_)
        if other._variants:
            raise ArgumentError(
                "can't pass a type that already has variants as a dialect-level type to "
                "with_variant()"
            )
        copied = self.copy()
        copied._variants = {**self._variants, **{name: other for name in dialect_names}}
        return copied

    def copy(self, **kw):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        return copied

    def adapt(self, cls, **kw):
        """An instance of `cls` that takes over what this instance says."""
        return adapt_instance(self, cls, **kw)

    def copy_value(self, value):
        return value

    def compare_values(self, x, y):
        return x == y

    def compare_against_backend(self, dialect, conn_type):
        return None

    def get_dbapi_type(self, dbapi):
        return None

    def bind_processor(self, dialect):
        return None

    def _kinds_sent(self, dialect_name):
        """The kinds of scalars that `_sent` gives back as they are; None for all."""
        return None

    def _sent(self, value, dialect_name):
        """What the driver is given for a value. Drivers refuse what they do not know."""
        kind = type(value).__name__
        if kind == "dict" and self._sends_no_documents():
            raise TypeError("type 'dict' is not supported")
        if dialect_name == "sqlite" and kind in _NOT_IN_SQLITE and not self._isnull:
            raise TypeError(f"type '{kind}' is not supported")
        return value

    def _sends_no_documents(self):
        from .elements import affinity

        return affinity(self) in _OF_SCALARS

    def result_processor(self, dialect, coltype):
        return None

    def literal_processor(self, dialect):
        return None

    def _writes_literals(self, dialect):
        """Whether `_own_literal` may have something to say."""
        return self._own_literals or self._own_binds

    def _own_literal(self, value, dialect):
        """What the script's type writes for a value, as Rust takes it; None where Rust writes it."""
        if not self._writes_literals(dialect) or value is None and not self.should_evaluate_none:
            return None
        if not self._own_literals:
            # What is sent for the value is not what is written for it.
            return {"value": value, "type": self}
        process = self.literal_processor(dialect)
        if process is None:
            from ..exc import CompileError

            raise CompileError(
                f'No literal value renderer is available for literal value "{value!r}" with '
                f"datatype {self}"
            )
        return {"sql": process(value)}

    def bind_expression(self, bindvalue):
        return None

    def column_expression(self, colexpr):
        return None

    def _expression(self, name, clause):
        """What the method `name` makes of `clause` on the current dialect, or None."""
        type_ = self
        if self._variants:
            dialect = current_dialect()
            if dialect is not None:
                type_ = self._for_dialect(dialect)
        return type_._own_expression(name, clause)

    def _takes_plainly(self):
        """Whether values are sent as they are, without an expression around them."""
        cls = type(self)
        found = _plainly.get(cls)
        if found is None:
            found = _plainly[cls] = (
                cls.bind_expression is TypeEngine.bind_expression
                and cls._own_expression is TypeEngine._own_expression
            )
        return found and not self._variants

    def _own_expression(self, name, clause):
        if getattr(type(self), name) is getattr(TypeEngine, name):
            return None
        return getattr(self, name)(clause)

    def coerce_compared_value(self, op, value):
        if self._takes_text and isinstance(value, str):
            return self
        found = type_of_value(value)
        if found._isnull or found._type_affinity is self._type_affinity:
            return self
        return found

    def load_dialect_impl(self, dialect):
        return self

    def dialect_impl(self, dialect):
        """The type that this one stands for on `dialect`."""
        return self._variants.get(dialect.name, self)

    def _unwrapped_dialect_impl(self, dialect):
        return self.dialect_impl(dialect)

    def _for_dialect(self, dialect):
        if dialect is None or not self._variants:
            return self
        return self._variants.get(dialect.name, self)

    def compile(self, dialect=None):
        """The type as DDL of the dialect spells it."""
        from ._compiled import compile_type

        return compile_type(self, dialect)

    def _wire(self):
        """The JSON form without variants; classes say it each for itself."""
        return {"type": "Null"}

    def _spelled(self, spec):
        """The JSON form where a function that a script registered spells the type."""
        return {"type": "spelled", "spec": spec, "of": self._wire()}

    def __limbeck__(self):
        if HOOKS:
            spec = _custom_spec(self)
            if spec is not None:
                return self._spelled(spec)
        wire = self._wire()
        if self._variants:
            return {"type": "variant", "base": wire, "variants": dict(self._variants)}
        return wire

    def repr_struct(self):
        return GenericRepr(self)

    def __repr__(self):
        return str(self.repr_struct())

    def __str__(self):
        return str(self.compile())


def _custom_spec(type_):
    """What a function registered by `@compiles` for the type's class gives, or None."""
    for cls in type(type_).__mro__:
        if cls in HOOKS:
            from ._custom import render_type

            return render_type(type_, HOOKS[cls])
        if "__visit_name__" in cls.__dict__:
            # It has a name of its own for compilers, by which those below it are known.
            return None
    return None


_plainly = {}
_families = {}


def to_instance(typeobj, *arg, **kw):
    """An instance for a class or an instance; NullType for None."""
    if typeobj is None:
        from .sqltypes import NULLTYPE

        return NULLTYPE
    if callable(typeobj):
        return typeobj(*arg, **kw)
    return typeobj


def adapt_instance(instance, cls, **kw):
    """An instance of `cls` built from the attributes named in its signature."""
    values = {}
    for ancestor in cls.__mro__:
        function = ancestor.__dict__.get("__init__")
        if function is None:
            continue
        names, _, _, only = _argument_spec(function)
        for name in (*names, *only):
            if name in instance.__dict__ and not name.startswith("_"):
                values.setdefault(name, instance.__dict__[name])
        if not getattr(getattr(function, "__code__", None), "co_flags", 0) & 0x08:
            break
    values.update(kw)
    adapted = cls(**values)
    adapted._variants = instance._variants
    return adapted
