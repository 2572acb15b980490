"""Turns an annotation into a function that checks and converts a value, within limits."""

from typing import Annotated, Literal, TypeAliasType, TypeVar, Union, get_args, get_origin

from ._checks import (
    _SIMPLE, any_value, check_callable, check_dict, check_enum, check_instance, check_literal,
    check_none, check_optional, check_sequence, check_tuple, check_type, check_union, too_long,
    too_short,
)
from ._errors import fail, from_raised


class Undecided(Exception):
    """An annotation names a class that is not defined yet."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


def validator_of(annotation, config=None, owner=None):
    """The function that checks values of an annotation.

    Raises Undecided where a name in it is not known.
    """
    try:
        found = _SIMPLE.get(annotation)
    except TypeError:
        found = None
    if found is not None:
        return found
    if annotation is None:
        return check_none
    if isinstance(annotation, str):
        return _of_name(annotation, config, owner)
    if hasattr(annotation, "__forward_arg__"):
        return _of_name(annotation.__forward_arg__, config, owner)
    if type(annotation) is TypeAliasType:
        return validator_of(annotation.__value__, config, owner)
    if isinstance(annotation, TypeVar):
        bound = getattr(annotation, "__bound__", None)
        return any_value if bound is None else validator_of(bound, config, owner)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _of_annotated(annotation, config, owner)
    if origin is Literal:
        return check_literal(get_args(annotation))
    if origin is Union:
        return _of_union(get_args(annotation), config, owner)
    if origin is not None:
        return _of_generic(origin, get_args(annotation), annotation, config, owner)
    if isinstance(annotation, type):
        return _of_class(annotation, config, owner)
    supertype = getattr(annotation, "__supertype__", None)
    if supertype is not None:
        return validator_of(supertype, config, owner)
    return any_value


def _of_name(name, config, owner):
    from _limbeck_annotations import Unresolved, evaluate

    if owner is not None:
        if name == owner.__name__:
            return validator_of(owner, config, owner)
        found = evaluate(name, owner)
        if not isinstance(found, Unresolved):
            return validator_of(found, config, owner)
    raise Undecided(name)


def _of_union(members, config, owner):
    some = [member for member in members if member is not type(None)]
    inners = [validator_of(member, config, owner) for member in some]
    check = inners[0] if len(inners) == 1 else check_union(some, inners)
    return check if len(some) == len(members) else check_optional(check)


def _of_generic(origin, args, annotation, config, owner):
    if origin in (list, set, frozenset):
        return check_sequence(origin, validator_of(args[0], config, owner))
    if origin is tuple:
        if len(args) == 2 and args[1] is ...:
            return check_sequence(tuple, validator_of(args[0], config, owner))
        return check_tuple([validator_of(item, config, owner) for item in args if item != ()])
    if origin is dict:
        return check_dict(validator_of(args[0], config, owner),
                          validator_of(args[1], config, owner))
    if origin is type:
        return check_type
    name = getattr(origin, "__name__", "")
    if name in ("Sequence", "MutableSequence", "Iterable", "Collection"):
        inner = check_sequence(list, validator_of(args[0], config, owner))
        return inner
    if name in ("Set", "MutableSet", "AbstractSet"):
        return check_sequence(set, validator_of(args[0], config, owner))
    if name in ("Mapping", "MutableMapping", "defaultdict", "OrderedDict"):
        return check_dict(validator_of(args[0], config, owner),
                          validator_of(args[1], config, owner))
    if name == "Callable":
        return check_callable
    hook = getattr(origin, "_limbeck_generic", None)
    if hook is not None:
        return hook(args, config, owner)
    if isinstance(origin, type):
        return _of_class(origin, config, owner)
    return any_value


def _of_class(cls, config, owner):
    own = getattr(cls, "_limbeck_validator", None)
    if own is not None:
        return own
    if hasattr(cls, "__members__") and hasattr(cls, "_member_map_"):
        return check_enum(cls)
    if hasattr(cls, "__pydantic_fields__"):
        return _model_check(cls)
    from ._scalars import by_name

    found = by_name(cls)
    if found is not None:
        return found
    name = cls.__name__
    if cls.__module__ in ("typing", "_collections_abc", "collections.abc"):
        if name == "Any":
            return any_value
        if name == "Callable":
            return check_callable
        if name in ("Mapping", "MutableMapping"):
            return _SIMPLE[dict]
        return any_value
    get_validators = getattr(cls, "__get_validators__", None)
    if get_validators is not None:
        return _chain([_raising(function) for function in get_validators()])
    get_schema = getattr(cls, "__get_pydantic_core_schema__", None)
    if get_schema is not None:
        from .annotated_handlers import handler_for

        schema = get_schema(cls, handler_for(config, owner))
        return schema if callable(schema) else schema.check
    return check_instance(cls)


def _chain(checks):
    def check(value, ctx):
        for one in checks:
            value = one(value, ctx)
        return value

    return check


def _raising(function):
    def check(value, ctx):
        try:
            return function(value)
        except (ValueError, AssertionError) as error:
            raise from_raised(error, value) from error

    return check


def _model_check(cls):
    def check(value, ctx):
        return cls.__pydantic_check__(value, ctx)

    return check


def _of_annotated(annotation, config, owner):
    inner, *metadata = get_args(annotation)
    return with_metadata(validator_of(inner, config, owner), metadata, inner)


def with_metadata(check, metadata, annotation=None):
    """The check with constraints and validators of `Annotated` around it, in order."""
    for item in metadata:
        check = applied(check, item, annotation)
    return check


def applied(check, item, annotation):
    wrap = getattr(item, "_limbeck_wrap", None)
    if wrap is not None:
        return wrap(check)
    nested = getattr(item, "metadata", None)
    if isinstance(nested, list):
        return with_metadata(check, nested, annotation)
    constraints = {name: value for name in CONSTRAINTS
                   if (value := getattr(item, name, None)) is not None}
    return constrained(check, constraints) if constraints else check


CONSTRAINTS = ("strict", "gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length",
               "pattern", "strip_whitespace", "to_lower", "to_upper", "max_digits",
               "decimal_places", "allow_inf_nan")

_BOUNDS = (
    ("gt", lambda a, b: a > b, "greater_than", "greater than"),
    ("ge", lambda a, b: a >= b, "greater_than_equal", "greater than or equal to"),
    ("lt", lambda a, b: a < b, "less_than", "less than"),
    ("le", lambda a, b: a <= b, "less_than_equal", "less than or equal to"),
)


def constrained(check, limits):
    """The check, and after it the limits that a field sets."""
    strict = limits.get("strict")

    def checked(value, ctx):
        given = value
        if strict is not None and strict != ctx.strict:
            before, ctx.strict = ctx.strict, strict
            try:
                value = check(value, ctx)
            finally:
                ctx.strict = before
        else:
            value = check(value, ctx)
        if value is None:
            return value
        if isinstance(value, str):
            if limits.get("strip_whitespace"):
                value = value.strip()
            if limits.get("to_lower"):
                value = value.lower()
            if limits.get("to_upper"):
                value = value.upper()
        plain = getattr(value, "_secret_value", value)
        least, most = limits.get("min_length"), limits.get("max_length")
        if least is not None and len(plain) < least:
            raise _on_input(too_short(plain, least), given)
        if most is not None and len(plain) > most:
            raise _on_input(too_long(plain, most), given)
        pattern = limits.get("pattern")
        if pattern is not None:
            import re

            text = getattr(pattern, "pattern", pattern)
            if re.search(pattern, plain) is None:
                raise fail("string_pattern_mismatch", f"String should match pattern '{text}'",
                           given, {"pattern": text})
        for name, compare, kind, words in _BOUNDS:
            bound = limits.get(name)
            if bound is not None and not compare(value, bound):
                raise fail(kind, f"Input should be {words} {_number(bound)}", given, {name: bound})
        step = limits.get("multiple_of")
        if step is not None and value % step != 0:
            raise fail("multiple_of", f"Input should be a multiple of {step}", given)
        if limits.get("max_digits") is not None or limits.get("decimal_places") is not None:
            from ._scalars import check_digits

            check_digits(value, limits.get("max_digits"), limits.get("decimal_places"), given)
        return value

    return checked


def _number(value):
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def _on_input(failure, given):
    failure.lines[0]["input"] = given
    return failure
