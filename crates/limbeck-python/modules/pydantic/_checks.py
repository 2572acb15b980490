"""Functions that check and convert a value, one for each kind of annotation."""

from typing import Annotated, Literal, Union, get_args, get_origin

from ._errors import Failure, below, fail


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
        raise too_short(value, least)
    if most is not None and len(value) > most:
        raise too_long(value, most)
    return value


def _s(count):
    return "" if count == 1 else "s"


def too_short(value, least):
    if isinstance(value, (str, bytes)):
        kind, unit = ("String", "character") if isinstance(value, str) else ("Data", "byte")
        name = "string" if isinstance(value, str) else "bytes"
        return fail(f"{name}_too_short", f"{kind} should have at least {least} {unit}{_s(least)}",
                    value, {"min_length": least})
    word = {list: "List", tuple: "Tuple", set: "Set", frozenset: "Frozenset",
            dict: "Dictionary"}.get(type(value), "Value")
    return fail("too_short", f"{word} should have at least {least} item{_s(least)} after "
                f"validation, not {len(value)}", value)


def too_long(value, most):
    if isinstance(value, (str, bytes)):
        kind, unit = ("String", "character") if isinstance(value, str) else ("Data", "byte")
        name = "string" if isinstance(value, str) else "bytes"
        return fail(f"{name}_too_long", f"{kind} should have at most {most} {unit}{_s(most)}",
                    value, {"max_length": most})
    word = {list: "List", tuple: "Tuple", set: "Set", frozenset: "Frozenset",
            dict: "Dictionary"}.get(type(value), "Value")
    return fail("too_long", f"{word} should have at most {most} item{_s(most)} after validation, "
                f"not {len(value)}", value)


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
