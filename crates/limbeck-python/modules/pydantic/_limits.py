"""The limits that a field sets to its values."""

from ._errors import fail

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
