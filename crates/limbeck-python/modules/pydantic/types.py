"""Types with rules of their own."""

from typing import Annotated

from ._checks import check_bytes, check_str
from ._core import validator_of
from ._errors import fail
from .fields import Limit


class _Secret:
    """A value that does not show when it is printed."""

    _check = staticmethod(check_str)

    def __init__(self, value):
        self._secret_value = value

    def get_secret_value(self):
        return self._secret_value

    @classmethod
    def _limbeck_validator(cls, value, ctx):
        if isinstance(value, cls):
            return value
        return cls(cls._check(value, ctx))

    def __eq__(self, other):
        return type(self) is type(other) and self._secret_value == other._secret_value

    def __hash__(self):
        return hash(self._secret_value)

    def __len__(self):
        return len(self._secret_value)

    def __str__(self):
        return "**********" if self._secret_value else ""

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"


class SecretStr(_Secret):
    pass


class SecretBytes(_Secret):
    _check = staticmethod(check_bytes)

    def __str__(self):
        return repr(b"**********" if self._secret_value else b"")

    def __repr__(self):
        return f"SecretBytes({self})"


class Secret(_Secret):
    _check = staticmethod(lambda value, ctx: value)

    @classmethod
    def _limbeck_generic(cls, args, config, owner):
        inner = validator_of(args[0], config, owner)
        return lambda value, ctx: value if isinstance(value, cls) else cls(inner(value, ctx))

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, (item,))


def _limited(kind, **limits):
    found = [Limit(name, value) for name, value in limits.items() if value is not None]
    return Annotated[(kind, *found)] if found else kind


def constr(*, strip_whitespace=None, to_upper=None, to_lower=None, strict=None, min_length=None,
           max_length=None, pattern=None, regex=None):
    return Annotated[str, StringConstraints(
        strip_whitespace=strip_whitespace, to_upper=to_upper, to_lower=to_lower, strict=strict,
        min_length=min_length, max_length=max_length, pattern=pattern or regex,
    )]


def conint(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None):
    return _limited(int, strict=strict, gt=gt, ge=ge, lt=lt, le=le, multiple_of=multiple_of)


def confloat(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None,
             allow_inf_nan=None):
    return _limited(float, strict=strict, gt=gt, ge=ge, lt=lt, le=le, multiple_of=multiple_of)


def condecimal(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None,
               max_digits=None, decimal_places=None, allow_inf_nan=None):
    from decimal import Decimal

    return _limited(Decimal, gt=gt, ge=ge, lt=lt, le=le, max_digits=max_digits,
                    decimal_places=decimal_places)


def conbytes(*, min_length=None, max_length=None, strict=None):
    return _limited(bytes, min_length=min_length, max_length=max_length, strict=strict)


def conlist(item_type, *, min_length=None, max_length=None, unique_items=None, min_items=None,
            max_items=None):
    return _limited(list[item_type], min_length=min_length or min_items,
                    max_length=max_length or max_items)


def conset(item_type, *, min_length=None, max_length=None):
    return _limited(set[item_type], min_length=min_length, max_length=max_length)


def confrozenset(item_type, *, min_length=None, max_length=None):
    return _limited(frozenset[item_type], min_length=min_length, max_length=max_length)


def condate(*, strict=None, gt=None, ge=None, lt=None, le=None):
    import datetime

    return _limited(datetime.date, gt=gt, ge=ge, lt=lt, le=le)


class StringConstraints:
    def __init__(self, *, strip_whitespace=None, to_upper=None, to_lower=None, strict=None,
                 min_length=None, max_length=None, pattern=None):
        self.strip_whitespace = strip_whitespace
        self.to_upper = to_upper
        self.to_lower = to_lower
        self.strict = strict
        self.min_length = min_length
        self.max_length = max_length
        self.pattern = pattern


class Strict:
    def __init__(self, strict=True):
        self.strict = strict


class AllowInfNan:
    def __init__(self, allow_inf_nan=True):
        self.allow_inf_nan = allow_inf_nan


class FailFast:
    def __init__(self, fail_fast=True):
        self.fail_fast = fail_fast


class Tag:
    def __init__(self, tag):
        self.tag = tag


class Discriminator:
    def __init__(self, discriminator, custom_error_type=None, custom_error_message=None,
                 custom_error_context=None):
        self.discriminator = discriminator


class Json:
    """A value given as JSON text."""

    @classmethod
    def _limbeck_validator(cls, value, ctx):
        return _parsed(value)

    @classmethod
    def _limbeck_generic(cls, args, config, owner):
        inner = validator_of(args[0], config, owner)
        return lambda value, ctx: inner(_parsed(value), ctx)

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, (item,))


def _parsed(value):
    import json

    if not isinstance(value, (str, bytes)):
        raise fail("json_type", "JSON input should be string, bytes or bytearray", value)
    try:
        return json.loads(value)
    except ValueError as error:
        raise fail("json_invalid", f"Invalid JSON: {error}", value) from None


class ImportString:
    """An object given by its dotted name."""

    @classmethod
    def _limbeck_validator(cls, value, ctx):
        if not isinstance(value, str):
            return value
        name, _, attribute = value.replace(":", ".").rpartition(".")
        try:
            module = __import__(name or attribute, None, None, ("__name__",), 0)
            return getattr(module, attribute) if name else module
        except (ImportError, AttributeError) as error:
            raise fail("import_error", f"Invalid python path: {error}", value) from None


class ByteSize(int):
    _units = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "kib": 2**10,
              "mib": 2**20, "gib": 2**30, "tib": 2**40}

    @classmethod
    def _limbeck_validator(cls, value, ctx):
        if isinstance(value, int):
            return cls(value)
        text = str(value).strip().lower().replace(" ", "")
        number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
        unit = text[len(number):] or "b"
        try:
            return cls(int(float(number) * cls._units[unit]))
        except (KeyError, ValueError):
            raise fail("byte_size", "could not parse value and unit from byte string",
                       value) from None


def _path_type(exists, kind):
    import pathlib

    class _Checked:
        def _limbeck_wrap(self, check):
            def checked(value, ctx):
                found = check(value, ctx)
                if kind == "new":
                    if found.exists():
                        raise fail("path_exists", "Path already exists", value)
                elif not getattr(found, f"is_{kind}")():
                    word = "a file" if kind == "file" else "a directory"
                    raise fail(f"path_not_{'file' if kind == 'file' else 'directory'}",
                               f"Path does not point to {word}", value)
                return found

            return checked

    return Annotated[pathlib.Path, _Checked()]


class _Zoned:
    """Datetimes that have to have a time zone, or not."""

    @classmethod
    def _limbeck_validator(cls, value, ctx):
        from ._scalars import _datetime

        found = _datetime(value, ctx)
        if cls._aware and found.tzinfo is None:
            raise fail("timezone_aware", "Input should have timezone info", value)
        if not cls._aware and found.tzinfo is not None:
            raise fail("timezone_naive", "Input should not have timezone info", value)
        return found


class AwareDatetime(_Zoned):
    _aware = True


class NaiveDatetime(_Zoned):
    _aware = False


def _dated(name):
    import datetime

    past = name.startswith("Past")

    class _When:
        def _limbeck_wrap(self, check):
            def checked(value, ctx):
                found = check(value, ctx)
                now = datetime.datetime.now(getattr(found, "tzinfo", None))
                now = now if isinstance(found, datetime.datetime) else now.date()
                if past and found >= now or not past and found <= now:
                    word = "past" if past else "future"
                    kind = "date" if name.endswith("Date") else "datetime"
                    raise fail(f"{kind}_{word}", f"{'Date' if kind == 'date' else 'Input'} should "
                               f"be in the {word}", value)
                return found

            return checked

    return Annotated[datetime.date if name.endswith("Date") else datetime.datetime, _When()]


_LIMITED = {
    "PositiveInt": (int, {"gt": 0}), "NegativeInt": (int, {"lt": 0}),
    "NonNegativeInt": (int, {"ge": 0}), "NonPositiveInt": (int, {"le": 0}),
    "PositiveFloat": (float, {"gt": 0}), "NegativeFloat": (float, {"lt": 0}),
    "NonNegativeFloat": (float, {"ge": 0}), "NonPositiveFloat": (float, {"le": 0}),
    "FiniteFloat": (float, {"allow_inf_nan": False}),
    "StrictInt": (int, {"strict": True}), "StrictStr": (str, {"strict": True}),
    "StrictBool": (bool, {"strict": True}), "StrictFloat": (float, {"strict": True}),
    "StrictBytes": (bytes, {"strict": True}),
}


def __getattr__(name):
    if name in _LIMITED:
        kind, limits = _LIMITED[name]
        found = _limited(kind, **limits)
    elif name in ("FilePath", "DirectoryPath", "NewPath"):
        found = _path_type(True, {"FilePath": "file", "DirectoryPath": "dir", "NewPath": "new"}[name])
    elif name in ("PastDate", "FutureDate", "PastDatetime", "FutureDatetime"):
        found = _dated(name)
    elif name in ("UUID1", "UUID3", "UUID4", "UUID5", "UUID6", "UUID7", "UUID8"):
        from uuid import UUID as found
    elif name == "OnErrorOmit":
        found = _OnErrorOmit
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    globals()[name] = found
    return found


class _OnErrorOmit:
    def __class_getitem__(cls, item):
        return item
