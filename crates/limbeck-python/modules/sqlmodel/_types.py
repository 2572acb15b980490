"""The column that a field stands for."""

from typing import Annotated, Union, get_args, get_origin

from pydantic.fields import Limit, PydanticUndefined

_BY_CLASS = (
    # By module and name, in the order in which they are tried.
    ("str", "builtins", "str"), ("str", "ipaddress", "IPv4Address"),
    ("str", "ipaddress", "IPv4Network"), ("str", "ipaddress", "IPv6Address"),
    ("str", "ipaddress", "IPv6Network"), ("str", "pathlib", "Path"),
    ("str", "pydantic.networks", "EmailStr"), ("Float", "builtins", "float"),
    ("Boolean", "builtins", "bool"), ("Integer", "builtins", "int"),
    ("datetime", "datetime", "datetime"), ("datetime", "pydantic.types", "AwareDatetime"),
    ("naive", "pydantic.types", "NaiveDatetime"), ("Date", "datetime", "date"),
    ("Interval", "datetime", "timedelta"), ("Time", "datetime", "time"),
    ("LargeBinary", "builtins", "bytes"), ("decimal", "decimal", "Decimal"),
    ("Uuid", "uuid", "UUID"),
)


def value_of(field, name):
    """What `Field(..)` says under this name, or Undefined."""
    return field._extra.get(name, PydanticUndefined)


def given(field, name, otherwise):
    value = value_of(field, name)
    return otherwise if value is PydanticUndefined else value


def _class_of(annotation):
    """The one class of an annotation, without None."""
    if annotation is None:
        raise ValueError("Missing field type")
    origin = get_origin(annotation)
    if origin is None:
        return annotation
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        found = _class_of(inner)
        for item in metadata:
            name = getattr(item, "__name__", type(item).__name__)
            if name in ("AwareDatetime", "NaiveDatetime"):
                found = item if isinstance(item, type) else type(item)
        return found
    if origin is Union:
        members = get_args(annotation)
        some = [item for item in members if item is not type(None)]
        if len(members) > 2 or len(some) == len(members):
            raise ValueError("Cannot have a (non-optional) union as a SQLAlchemy field")
        return _class_of(some[0])
    return origin


def _kind_of(cls):
    for kind, module, name in _BY_CLASS:
        for base in cls.__mro__:
            if base.__name__ == name and base.__module__.lstrip("_").replace(
                "pydatetime", "datetime").replace("pydecimal", "decimal").replace(
                    "pathlib._local", "pathlib") == module:
                return kind
    return None


def _limit(field, name):
    for item in field.metadata:
        if isinstance(item, Limit) and name in item.__dict__:
            return item.__dict__[name]
    return None


def type_of(field):
    """The SQLAlchemy type of a field, as SQLModel chooses it."""
    from sqlalchemy.sql import sqltypes

    chosen = value_of(field, "sa_type")
    if chosen is not PydanticUndefined:
        return chosen
    cls = _class_of(field.rebuild_annotation())
    if not isinstance(cls, type):
        if getattr(cls, "__name__", "") in ("Any", "Literal") or cls is not None:
            raise TypeError("issubclass() arg 1 must be a class")
    if hasattr(cls, "__members__") and hasattr(cls, "_member_map_"):
        return sqltypes.Enum(cls)
    kind = _kind_of(cls)
    if kind == "str":
        from .sql.sqltypes import AutoString

        length = _limit(field, "max_length")
        return AutoString(length=length) if length else AutoString
    if kind == "datetime":
        from .sql.sqltypes import UTCDateTime

        return UTCDateTime()
    if kind == "naive":
        return sqltypes.DateTime(timezone=False)
    if kind == "decimal":
        return sqltypes.Numeric(precision=_limit(field, "max_digits"),
                                scale=_limit(field, "decimal_places"))
    if kind is None:
        raise ValueError(f"{cls} has no matching SQLAlchemy type")
    return getattr(sqltypes, kind)


def _noneable(field):
    nullable = value_of(field, "nullable")
    if nullable is not PydanticUndefined:
        return nullable
    annotation = field.annotation
    if get_origin(annotation) is Union and type(None) in get_args(annotation):
        return True
    if field.is_required() or field.default is PydanticUndefined:
        return False
    return annotation is None or annotation is type(None)


def column_of(field):
    """The column of a field, as SQLModel makes it."""
    from sqlalchemy.sql.schema import Column, ForeignKey

    column = value_of(field, "sa_column")
    if isinstance(column, Column):
        return column
    type_ = type_of(field)
    primary_key = given(field, "primary_key", False)
    nullable = given(field, "nullable", not primary_key and _noneable(field))
    args = []
    foreign_key = given(field, "foreign_key", None)
    if foreign_key:
        ondelete = given(field, "ondelete", None)
        if ondelete == "SET NULL" and not nullable:
            raise RuntimeError('ondelete="SET NULL" requires nullable=True')
        args.append(ForeignKey(foreign_key, ondelete=ondelete))
    keywords = {
        "primary_key": primary_key, "nullable": nullable, "index": given(field, "index", False),
        "unique": given(field, "unique", False),
    }
    if field.default_factory:
        keywords["default"] = field.default_factory
    elif field.default is not PydanticUndefined:
        keywords["default"] = field.default
    args.extend(given(field, "sa_column_args", ()))
    keywords.update(given(field, "sa_column_kwargs", {}))
    return Column(*args, type_=type_, **keywords)
