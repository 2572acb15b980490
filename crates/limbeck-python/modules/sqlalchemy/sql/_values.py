"""What values in expressions stand for, their types, and how they go to the database."""

from .base import ClauseElement, current_dialect, is_run, runs_live
from .type_api import known_dialect


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


def reject(value, expected):
    from sqlalchemy import exc

    message = "%s, got %r." % (expected, value)
    if isinstance(value, str):
        message = (
            "Textual SQL expression %(v)r should be explicitly declared as text(%(v)r)"
            % {"v": value}
        )
    raise exc.ArgumentError(message)
