"""The column type that an annotation stands for."""

from typing import Annotated, Literal, TypeAliasType, Union, get_args, get_origin

from _limbeck_annotations import forward_name, resolved

from ..sql.type_api import TypeEngine, to_instance

# By module and name, so that looking a type up loads none of these modules.
_DEFAULTS = {
    ("builtins", "int"): "Integer",
    ("builtins", "float"): "Double",
    ("builtins", "bool"): "Boolean",
    ("builtins", "str"): "String",
    ("builtins", "bytes"): "LargeBinary",
    ("builtins", "NoneType"): "NullType",
    ("uuid", "UUID"): "Uuid",
    ("decimal", "Decimal"): "Numeric",
    ("datetime", "date"): "Date",
    ("datetime", "datetime"): "DateTime",
    ("datetime", "time"): "Time",
    ("datetime", "timedelta"): "Interval",
    ("enum", "Enum"): "Enum",
}


def _default_for(python_type):
    from ..sql import sqltypes

    if python_type is Literal:
        return sqltypes.Enum(_generic())
    module = getattr(python_type, "__module__", "") or ""
    name = _DEFAULTS.get((module.lstrip("_").replace("pydecimal", "decimal").replace(
        "pydatetime", "datetime"), getattr(python_type, "__name__", "")))
    if name is None:
        return None
    return sqltypes.Enum(_generic()) if name == "Enum" else getattr(sqltypes, name)()


def _generic():
    import enum

    return enum.Enum


def is_literal(value):
    return get_origin(value) is Literal


def is_alias(value):
    """`type X = ...`."""
    return type(value) is TypeAliasType


def without_none(value):
    """(the type without None, whether None was in it); aliases are looked into for None."""
    if is_alias(value):
        return value, without_none(value.__value__)[1]
    if get_origin(value) is Annotated:
        inner, optional = without_none(get_args(value)[0])
        return value, optional
    if get_origin(value) is not Union:
        return value, value is type(None)
    found, optional = [], False
    for item in get_args(value):
        if item is type(None):
            optional = True
        else:
            inner, more = without_none(item)
            optional = optional or more
            found.append(inner)
    if not found:
        return type(None), True
    made = found[0]
    for item in found[1:]:
        made = Union[made, item]
    return made, optional


def lookup(type_map, python_type):
    """The type for one Python type; None where the map and the defaults have none."""
    origin = get_origin(python_type)
    if origin is not None and not isinstance(python_type, type):
        search = [(python_type, python_type if origin is Literal else origin)]
        if origin is Literal:
            search.append((Literal, python_type))
    elif isinstance(python_type, type):
        search = [(found, found) for found in python_type.__mro__]
    else:
        search = [(python_type, python_type)]
    flat = search[0][1] if origin is not None and origin is not Literal else python_type
    for candidate, flattened in search:
        try:
            found = type_map.get(candidate)
        except TypeError:
            found = None
        if found is None:
            found = _default_for(candidate)
        if found is None:
            continue
        made = _for_python_type(to_instance(found), flat, candidate, flattened)
        if made is not None:
            return made
    return None


def _for_python_type(type_, python_type, matched_on, flattened):
    """The type for this Python type; supertypes only stand for their enumerations."""
    if getattr(type_, "_wire_kind", None) != "Enum":
        return type_ if python_type is flattened else None
    return _enum_for(type_, python_type, matched_on)


def _enum_for(type_, python_type, matched_on):
    generic = type_.enum_class is not None and type_.enum_class.__module__ == "enum"
    given = [type_.enum_class] if type_.enum_class is not None else list(type_.enums)
    changes = {}
    if not generic and python_type is matched_on:
        values = given
    elif is_literal(python_type) or is_alias(python_type):
        literal = python_type.__value__ if is_alias(python_type) else python_type
        values = get_args(literal)
        bad = [item for item in values if not isinstance(item, str)]
        if bad or not is_literal(literal):
            from ..exc import ArgumentError

            raise ArgumentError(
                "Can't create string-based Enum datatype from non-string values: "
                f"{', '.join(map(repr, bad))}.  Please provide an explicit Enum datatype for this "
                "Python type"
            )
        changes["native_enum"] = False
    elif isinstance(python_type, type) and issubclass(python_type, _generic()):
        values = [python_type]
    else:
        values = given
    return _like(type_, values, changes)


def _like(type_, values, changes):
    from ..sql.sqltypes import Enum

    options = {
        "native_enum": type_.native_enum,
        "create_constraint": type_.create_constraint,
        "values_callable": type_.values_callable,
        "validate_strings": type_.validate_strings,
        "inherit_schema": type_.inherit_schema,
        "metadata": type_.metadata,
        "create_type": type_.create_type,
        "_disable_warnings": True,
    }
    if type_.name is not None and getattr(type_.enum_class, "__module__", "") != "enum":
        if not (type_.enum_class is not None and type_.name == type_.enum_class.__name__.lower()):
            options["name"] = type_.name
    if type_._schema_given:
        options["schema"] = type_.schema
    if type_.length:
        options["length"] = type_.length
    options.update(changes)
    return Enum(*values, **options)


def resolve(registry, cls, key, annotation):
    """(type or None, nullable, the `mapped_column()` inside `Annotated` or None)."""
    from .properties import MappedColumn

    inner, nullable = without_none(annotation)
    if forward_name(inner) is not None:
        inner, more = without_none(resolved(inner, cls))
        nullable = nullable or more
    searched = []
    alias = pep593 = None
    if is_alias(inner):
        alias = inner
        inner = without_none(alias.__value__)[0]
    nested = None
    if get_origin(inner) is Annotated:
        pep593 = inner
        for item in get_args(inner)[1:]:
            if isinstance(item, MappedColumn):
                nested = item
                break
        searched = [alias, pep593, without_none(get_args(inner)[0])[0]]
    else:
        searched = [alias, inner]
    searched = [item for item in searched if item is not None]

    def find():
        for item in searched:
            found = _by_value(registry, item)
            if found is not None:
                return found
        return None

    return find, nullable, nested, searched


def _by_value(registry, item):
    type_map = registry.type_annotation_map
    try:
        if item in type_map:
            return _for_python_type(to_instance(type_map[item]), item, item, item)
    except TypeError:
        pass
    if is_alias(item):
        return None
    if get_origin(item) is Annotated:
        return None
    return lookup(type_map, item)


def unresolvable(key, cls, searched):
    from .exc import MappedAnnotationError

    shown = [_shown(item) for item in searched]
    if len(shown) == 1:
        detail = "the type object is not resolvable by the registry"
    elif len(shown) == 2:
        detail = f"neither '{shown[0]}' nor '{shown[1]}' are resolvable by the registry"
    else:
        detail = f"none of {', '.join(repr(item) for item in shown)} are resolvable by the registry"
    one = searched[0]
    if isinstance(one, TypeEngine) or (isinstance(one, type) and issubclass(one, TypeEngine)):
        raise MappedAnnotationError(
            f"The type provided inside the {key!r} attribute Mapped annotation is the SQLAlchemy "
            f"type {one}. Expected a Python type instead"
        )
    raise MappedAnnotationError(
        "Could not locate SQLAlchemy Core type when resolving for Python type indicated by "
        f"'{shown[0]}' inside the Mapped[] annotation for the {key!r} attribute; {detail}"
    )


def _shown(item):
    return str(item)
