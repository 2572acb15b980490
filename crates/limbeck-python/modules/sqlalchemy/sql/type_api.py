"""The base of all column types, and the types that scripts define themselves.

A type's `__limbeck__()` is the JSON form of `limbeck_core::schema::Type`.
"""

from ._type_engine import (
    NO_ARG, GenericRepr, TypeEngine, TypeEngineMixin, adapt_instance, generic_repr, present,
    to_instance,
)
from .base import current_dialect
from .operators import ColumnOperators
from .visitors import Visitable


class ExternalType(TypeEngineMixin):
    """A type defined outside: `cache_ok` is kept as the script set it."""

    cache_ok = None


class NativeForEmulated(TypeEngineMixin):
    """A dialect's own type for a generic one."""


class Emulated(TypeEngineMixin):
    """A generic type that some dialects have themselves."""


class UserDefinedType(ExternalType, TypeEngine):
    """A type that a script spells by `get_col_spec()`."""

    _between_families = True
    __visit_name__ = "user_defined"
    _fingerprint = None
    ensure_kwarg = "get_col_spec"

    def coerce_compared_value(self, op, value):
        return self

    def _wire(self):
        try:
            spec = self.get_col_spec()
        except TypeError:
            spec = self.get_col_spec(type_expression=None)
        return {"type": "user", "spec": str(spec)}

    def _spelled(self, spec):
        return {"type": "user", "spec": spec}


class SchemaEventTarget:
    """A type that listeners hear of when a column takes it."""

    def _set_parent(self, parent, **kw):
        pass


class TypeDecorator(SchemaEventTarget, ExternalType, TypeEngine):
    """A type that wraps another, `impl`, and says what it does to values."""

    __visit_name__ = "type_decorator"
    _fingerprint = None
    _is_type_decorator = True
    coerce_to_is_types = (type(None),)

    def __init__(self, *args, **kwargs):
        impl = getattr(type(self), "impl", None)
        if impl is None:
            raise AssertionError(
                "TypeDecorator implementations require a class-level variable 'impl' which "
                "refers to the class of type being decorated"
            )
        self.impl = impl(*args, **kwargs) if isinstance(impl, type) else to_instance(impl)

    @property
    def impl_instance(self):
        return to_instance(self.impl)

    def __getattr__(self, name):
        # Only what is not found on the decorator itself is asked of what it wraps.
        if name.startswith("__") or name == "impl":
            raise AttributeError(name)
        impl = self.__dict__.get("impl", getattr(type(self), "impl", None))
        if impl is None:
            raise AttributeError(name)
        return getattr(impl, name)

    @property
    def _type_affinity(self):
        return self.impl_instance._type_affinity

    @property
    def _joins_table(self):
        return self.impl_instance._joins_table

    @property
    def sort_key_function(self):
        return self.impl_instance.sort_key_function

    def load_dialect_impl(self, dialect):
        return self.impl_instance

    def type_engine(self, dialect):
        adapted = self.load_dialect_impl(dialect)
        if adapted is self.impl:
            return self.impl_instance.dialect_impl(dialect)
        return adapted

    def dialect_impl(self, dialect):
        if dialect.name in self._variants:
            return self._variants[dialect.name].dialect_impl(dialect)
        return self.type_engine(dialect)

    def copy(self, **kw):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        return copied

    def process_bind_param(self, value, dialect):
        raise NotImplementedError()

    def process_literal_param(self, value, dialect):
        raise NotImplementedError()

    def process_result_value(self, value, dialect):
        raise NotImplementedError()

    def _overrides(self, name):
        return getattr(type(self), name) is not getattr(TypeDecorator, name)

    def bind_expression(self, bindvalue):
        return self.impl_instance.bind_expression(bindvalue)

    def column_expression(self, colexpr):
        return self.impl_instance.column_expression(colexpr)

    def _own_expression(self, name, clause):
        if self._overrides(name):
            return getattr(self, name)(clause)
        dialect = current_dialect()
        inner = self.impl_instance if dialect is None else self.load_dialect_impl(dialect)
        return to_instance(inner)._expression(name, clause)

    def bind_processor(self, dialect):
        inner = self.type_engine(dialect).bind_processor(dialect)
        if not self._overrides("process_bind_param"):
            return inner
        if inner is None:
            return lambda value: self.process_bind_param(value, dialect)
        return lambda value: inner(self.process_bind_param(value, dialect))

    def result_processor(self, dialect, coltype):
        inner = self.type_engine(dialect).result_processor(dialect, coltype)
        if not self._overrides("process_result_value"):
            return inner
        if inner is None:
            return lambda value: self.process_result_value(value, dialect)
        return lambda value: self.process_result_value(inner(value), dialect)

    def literal_processor(self, dialect):
        if self._overrides("process_literal_param"):
            return lambda value: self.process_literal_param(value, dialect)
        return self.type_engine(dialect).literal_processor(dialect)

    def _writes_literals(self, dialect):
        if self._own_literals or self._overrides("process_literal_param"):
            return True
        return to_instance(self.type_engine(dialect))._writes_literals(dialect)

    def _own_literal(self, value, dialect):
        if value is None and not self.should_evaluate_none:
            return None
        if self._own_literals:
            return super()._own_literal(value, dialect)
        inner = to_instance(self.type_engine(dialect))
        for name in ("process_literal_param", "process_bind_param"):
            if self._overrides(name):
                value = getattr(self, name)(value, dialect)
                break
        own = inner._own_literal(value, dialect)
        if own is None and self._overrides("process_literal_param"):
            from .elements import value_to_wire

            own = {"value": value_to_wire(value, inner), "type": inner}
        return own

    def _limbeck_value(self, value):
        """A value as it goes to the database."""
        from .elements import value_to_wire

        dialect = known_dialect()
        if self._overrides("process_bind_param"):
            value = self.process_bind_param(value, dialect)
        return value_to_wire(value, self.type_engine(dialect))

    def coerce_compared_value(self, op, value):
        return self

    def compare_values(self, x, y):
        return self.impl_instance.compare_values(x, y)

    @property
    def comparator_factory(self):
        return self.impl_instance.comparator_factory

    def _wire(self):
        dialect = current_dialect()
        if dialect is None:
            return self.impl_instance.__limbeck__()
        return to_instance(self.load_dialect_impl(dialect)).__limbeck__()

    def repr_struct(self):
        return self.impl_instance.repr_struct().set_class_name(type(self).__name__)


class Variant(TypeDecorator):
    """Kept as a name for `isinstance` checks; `with_variant` makes none."""

    def __init__(self, *arg, **kw):
        raise NotImplementedError(
            "Variant is no longer used in SQLAlchemy; this is a placeholder symbol for backwards "
            "compatibility."
        )


def known_dialect():
    """The dialect of a conversion now under way, or that of none."""
    dialect = current_dialect()
    if dialect is None:
        from ..dialects._base import DefaultDialect

        dialect = DefaultDialect()
    return dialect


def adapt_type(typeobj, colspecs):
    """`typeobj` by the first class of its ancestry that `colspecs` maps."""
    typeobj = to_instance(typeobj)
    for cls in type(typeobj).__mro__[:-1]:
        if cls in colspecs:
            target = colspecs[cls]
            return typeobj if issubclass(type(typeobj), target) else typeobj.adapt(target)
    return typeobj


def _resolve_value_to_type(value):
    """The type that a plain Python value has in an expression."""
    from .elements import type_of_value

    return type_of_value(value)
