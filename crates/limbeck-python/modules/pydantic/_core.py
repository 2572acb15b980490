"""Turns an annotation into a function that checks and converts a value."""

from typing import Annotated, Literal, TypeAliasType, TypeVar, Union, get_args, get_origin

from ._errors import Failure, below, fail, from_raised


class Context:
    """What holds for one validation: the caller's context, strictness, and the configuration."""

    __slots__ = ("context", "strict", "config", "data", "field", "from_attributes", "by_alias",
                 "by_name")

    def __init__(self, context=None, strict=False, config=None, from_attributes=False,
                 by_alias=None, by_name=None):
        self.context = context
        self.strict = strict
        self.config = config or {}
        self.data = {}
        self.field = None
        self.from_attributes = from_attributes
        self.by_alias = by_alias
        self.by_name = by_name


def any_value(value, ctx):
    return value


def check_str(value, ctx):
    kind = type(value)
    if kind is str:
        pass
    elif isinstance(value, str):
        value = getattr(value, "value", None) if hasattr(value, "value") else str(value)
        value = value if isinstance(value, str) else str(value)
    elif isinstance(value, (bytes, bytearray)) and not ctx.strict:
        try:
            value = bytes(value).decode()
        except UnicodeDecodeError:
            raise fail("string_unicode", "Input should be a valid string, unable to parse raw data "
                       "as a unicode string", value) from None
    elif ctx.config.get("coerce_numbers_to_str") and isinstance(value, (int, float)) and not (
        isinstance(value, bool)
    ):
        value = str(value)
    else:
        raise fail("string_type", "Input should be a valid string", value)
    if ctx.config.get("str_strip_whitespace"):
        value = value.strip()
    if ctx.config.get("str_to_lower"):
        value = value.lower()
    if ctx.config.get("str_to_upper"):
        value = value.upper()
    least, most = ctx.config.get("str_min_length"), ctx.config.get("str_max_length")
    if least and len(value) < least:
        raise _too_short(value, least)
    if most is not None and len(value) > most:
        raise _too_long(value, most)
    return value


def _int_from_text(text):
    text = text.strip()
    whole, dot, rest = text.partition(".")
    if dot and rest.strip("0") == "" and rest:
        text = whole
    if "__" in text or text[:1] == "_" or text[-1:] == "_":
        raise ValueError
    return int(text)


def check_int(value, ctx):
    kind = type(value)
    if kind is int:
        return value
    if kind is bool and not ctx.strict:
        return int(value)
    if isinstance(value, (str, bytes)) and not ctx.strict:
        try:
            text = value.decode() if isinstance(value, bytes) else str.__str__(value)
            return _int_from_text(text)
        except ValueError:
            raise fail("int_parsing", "Input should be a valid integer, unable to parse string as "
                       "an integer", value) from None
    if isinstance(value, int) and kind is not bool:
        return int(value)
    if (isinstance(value, float) or kind.__name__ == "Decimal") and not ctx.strict:
        if value != value or value in (float("inf"), float("-inf")):
            raise fail("finite_number", "Input should be a finite number", value)
        if value == int(value):
            return int(value)
        raise fail("int_from_float", "Input should be a valid integer, got a number with a "
                   "fractional part", value)
    raise fail("int_type", "Input should be a valid integer", value)


def check_float(value, ctx):
    if type(value) is float:
        return value
    if isinstance(value, (str, bytes)) and not ctx.strict:
        try:
            return float(value)
        except ValueError:
            raise fail("float_parsing", "Input should be a valid number, unable to parse string "
                       "as a number", value) from None
    if isinstance(value, (int, float)) and not (isinstance(value, bool) and ctx.strict) or (
        hasattr(value, "__float__") and not ctx.strict
    ):
        return float(value)
    raise fail("float_type", "Input should be a valid number", value)


_TRUE = frozenset(("true", "t", "yes", "y", "on", "1"))
_FALSE = frozenset(("false", "f", "no", "n", "off", "0"))


def check_bool(value, ctx):
    if value is True or value is False:
        return value
    if not ctx.strict:
        if isinstance(value, bytes):
            value = value.decode(errors="replace")
        if isinstance(value, str):
            text = value.lower()
            if text in _TRUE:
                return True
            if text in _FALSE:
                return False
        elif isinstance(value, (int, float)) and value in (0, 1):
            return bool(value)
        if isinstance(value, (str, int, float)):
            raise fail("bool_parsing", "Input should be a valid boolean, unable to interpret input",
                       value)
    raise fail("bool_type", "Input should be a valid boolean", value)


def check_none(value, ctx):
    if value is not None:
        raise fail("none_required", "Input should be None", value)
    return None


def check_bytes(value, ctx):
    if isinstance(value, bytes):
        return value
    if isinstance(value, str) and not ctx.strict:
        return value.encode()
    if isinstance(value, bytearray):
        return bytes(value)
    raise fail("bytes_type", "Input should be a valid bytes", value)


def _or_list(names):
    names = list(names)
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def check_enum(cls):
    wanted = _or_list(repr(member.value) for member in cls)
    values = [type(member.value) for member in cls]
    numeric = all(kind is int for kind in values)

    def check(value, ctx):
        if isinstance(value, cls):
            return value
        try:
            return cls(value)
        except (ValueError, TypeError, KeyError):
            pass
        if numeric and isinstance(value, (str, float)) and not ctx.strict:
            try:
                return cls(check_int(value, ctx))
            except (Failure, ValueError):
                pass
        raise fail("enum", f"Input should be {wanted}", value, {"expected": wanted})

    return check


def check_literal(options):
    shown = [
        repr(option.value) if hasattr(option, "value") and hasattr(option, "name") else repr(option)
        for option in options
    ]
    wanted = _or_list(shown)

    def check(value, ctx):
        for option in options:
            if type(option) is type(value) and option == value:
                return option
        for option in options:
            if option == value and not isinstance(option, bool) and not isinstance(value, bool):
                return option
        raise fail("literal_error", f"Input should be {wanted}", value, {"expected": wanted})

    return check


def _items(value, check, ctx):
    lines, found = [], []
    for place, item in enumerate(value):
        try:
            found.append(check(item, ctx))
        except Failure as failure:
            lines.extend(below(failure, place))
    if lines:
        raise Failure(*lines)
    return found


_SEQUENCES = {
    list: ("list_type", "Input should be a valid list"),
    tuple: ("tuple_type", "Input should be a valid tuple"),
    set: ("set_type", "Input should be a valid set"),
    frozenset: ("frozen_set_type", "Input should be a valid frozenset"),
}


def check_sequence(make, inner):
    kind, message = _SEQUENCES[make]

    def check(value, ctx):
        accepted = (list, tuple, set, frozenset)
        if ctx.strict:
            accepted = make
        elif type(value).__name__ in ("deque", "dict_keys", "dict_values", "generator"):
            value = list(value)
        if not isinstance(value, accepted) or (
            make is list and isinstance(value, (set, frozenset)) and ctx.strict
        ):
            raise fail(kind, message, value)
        return make(_items(value, inner, ctx))

    return check


def check_tuple(inners):
    def check(value, ctx):
        if not isinstance(value, (list, tuple, set, frozenset)):
            raise fail("tuple_type", "Input should be a valid tuple", value)
        given, value = value, list(value)
        lines, found = [], []
        for place, inner in enumerate(inners):
            if place >= len(value):
                lines.append({"type": "missing", "loc": (place,), "msg": "Field required",
                              "input": given})
                continue
            try:
                found.append(inner(value[place], ctx))
            except Failure as failure:
                lines.extend(below(failure, place))
        if len(value) > len(inners):
            raise fail(
                "too_long",
                f"Tuple should have at most {len(inners)} item{'' if len(inners) == 1 else 's'} "
                f"after validation, not {len(value)}", value)
        if lines:
            raise Failure(*lines)
        return tuple(found)

    return check


def check_dict(key_check, value_check, make=None):
    def check(value, ctx):
        if not isinstance(value, dict):
            if ctx.strict or not hasattr(value, "keys") or not hasattr(value, "__getitem__"):
                raise fail("dict_type", "Input should be a valid dictionary", value)
            value = {key: value[key] for key in value.keys()}
        lines, found = [], {}
        for key, item in value.items():
            try:
                made = key_check(key, ctx)
            except Failure as failure:
                lines.extend(below(Failure(*below(failure, "[key]")), key))
                continue
            try:
                found[made] = value_check(item, ctx)
            except Failure as failure:
                lines.extend(below(failure, key))
        if lines:
            raise Failure(*lines)
        return found if make is None else make(found)

    return check


def _exact(annotation, value):
    """Whether the value already is of the type, with nothing to convert."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _exact(get_args(annotation)[0], value)
    if origin is Literal:
        return any(type(item) is type(value) and item == value for item in get_args(annotation))
    if origin is Union:
        return any(_exact(item, value) for item in get_args(annotation))
    kind = origin if isinstance(origin, type) else annotation
    if not isinstance(kind, type):
        return False
    return type(value) is kind or isinstance(value, kind) and not isinstance(value, bool)


def check_union(members, inners):
    names = [label(member) for member in members]

    def check(value, ctx):
        for member, inner in zip(members, inners):
            if _exact(member, value):
                try:
                    return inner(value, ctx)
                except Failure:
                    pass
        lines = []
        for name, inner in zip(names, inners):
            try:
                return inner(value, ctx)
            except Failure as failure:
                lines.extend(below(failure, name))
        raise Failure(*lines)

    return check


def label(annotation):
    """How an error's place names a member of a union."""
    from . import _labels

    return _labels.label(annotation)


def check_optional(inner):
    def check(value, ctx):
        return None if value is None else inner(value, ctx)

    return check


def check_instance(cls):
    def check(value, ctx):
        if isinstance(value, cls):
            return value
        raise fail("is_instance_of", f"Input should be an instance of {cls.__qualname__}", value,
                   {"class": cls.__qualname__})

    return check


def check_callable(value, ctx):
    if callable(value):
        return value
    raise fail("callable_type", "Input should be callable", value)


def check_type(value, ctx):
    if isinstance(value, type):
        return value
    raise fail("is_type", "Input should be a type", value)


_SIMPLE = {
    str: check_str, int: check_int, float: check_float, bool: check_bool, bytes: check_bytes,
    type(None): check_none, object: any_value, list: check_sequence(list, any_value),
    tuple: check_sequence(tuple, any_value), set: check_sequence(set, any_value),
    frozenset: check_sequence(frozenset, any_value), dict: check_dict(any_value, any_value),
    type: check_type,
}


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


def _s(count):
    return "" if count == 1 else "s"


def _too_short(value, least):
    if isinstance(value, (str, bytes)):
        kind, unit = ("String", "character") if isinstance(value, str) else ("Data", "byte")
        name = "string" if isinstance(value, str) else "bytes"
        return fail(f"{name}_too_short", f"{kind} should have at least {least} {unit}{_s(least)}",
                    value, {"min_length": least})
    word = {list: "List", tuple: "Tuple", set: "Set", frozenset: "Frozenset",
            dict: "Dictionary"}.get(type(value), "Value")
    return fail("too_short", f"{word} should have at least {least} item{_s(least)} after "
                f"validation, not {len(value)}", value)


def _too_long(value, most):
    if isinstance(value, (str, bytes)):
        kind, unit = ("String", "character") if isinstance(value, str) else ("Data", "byte")
        name = "string" if isinstance(value, str) else "bytes"
        return fail(f"{name}_too_long", f"{kind} should have at most {most} {unit}{_s(most)}",
                    value, {"max_length": most})
    word = {list: "List", tuple: "Tuple", set: "Set", frozenset: "Frozenset",
            dict: "Dictionary"}.get(type(value), "Value")
    return fail("too_long", f"{word} should have at most {most} item{_s(most)} after validation, "
                f"not {len(value)}", value)


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
            raise _on_input(_too_short(plain, least), given)
        if most is not None and len(plain) > most:
            raise _on_input(_too_long(plain, most), given)
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
