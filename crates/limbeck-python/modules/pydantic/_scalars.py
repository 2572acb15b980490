"""Dates, numbers and paths: checked as pydantic reads them, each loaded when a model has one."""

from ._errors import fail


def by_name(cls):
    """The check for a class of the standard library; None for others."""
    for base in cls.__mro__:
        module = base.__module__.lstrip("_").replace("pydatetime", "datetime").replace(
            "pydecimal", "decimal")
        found = _CHECKS.get((module, base.__name__))
        if found is not None:
            return found if base is cls else None
        if module.startswith("pathlib") and base.__name__ in ("Path", "PurePath"):
            return _path(cls)
        if module.startswith("ipaddress"):
            return _made_by(cls, "ip_any_address", "Input is not a valid IPv4 or IPv6 address")
        if module == "re" and base.__name__ == "Pattern":
            return _pattern
    return None


def _made_by(cls, kind, message):
    def check(value, ctx):
        if isinstance(value, cls):
            return value
        try:
            return cls(value)
        except ValueError:
            raise fail(kind, message, value) from None

    return check


def _pattern(value, ctx):
    import re

    if isinstance(value, re.Pattern):
        return value
    try:
        return re.compile(value)
    except re.error:
        raise fail("pattern_regex", "Input should be a valid regular expression", value) from None


def _path(cls):
    def check(value, ctx):
        if isinstance(value, cls):
            return value
        if isinstance(value, str) or hasattr(value, "__fspath__"):
            return cls(value)
        raise fail("path_type", f"Input is not a valid path for {cls!r}", value)

    return check


def _datetime(value, ctx):
    import datetime

    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_stamp(value)
    if isinstance(value, str):
        text = value.strip()
        try:
            return _from_stamp(float(text))
        except ValueError:
            pass
        try:
            return datetime.datetime.fromisoformat(text)
        except ValueError:
            why = "input is too short" if len(text) < 10 else "invalid character in year"
            kind = "datetime_from_date_parsing"
            raise fail(kind, f"Input should be a valid datetime or date, {why}", value) from None
    raise fail("datetime_type", "Input should be a valid datetime", value)


def _from_stamp(value):
    import datetime

    if abs(value) > 2e10:
        value /= 1000
    return datetime.datetime.fromtimestamp(value, datetime.timezone.utc)


def _date(value, ctx):
    import datetime

    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date()
        raise fail("date_from_datetime_inexact", "Datetimes provided to dates should have zero "
                   "time - e.g. be exact dates", value)
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            why = "input is too short" if len(value.strip()) < 10 else "invalid character in year"
            raise fail("date_from_datetime_parsing",
                       f"Input should be a valid date or datetime, {why}", value) from None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_stamp(value).date()
    raise fail("date_type", "Input should be a valid date", value)


def _time(value, ctx):
    import datetime

    if isinstance(value, datetime.time):
        return value
    if isinstance(value, str):
        try:
            return datetime.time.fromisoformat(value.strip())
        except ValueError:
            raise fail("time_parsing", "Input should be in a valid time format, input is too short",
                       value) from None
    raise fail("time_type", "Input should be a valid time", value)


def _timedelta(value, ctx):
    import datetime

    if isinstance(value, datetime.timedelta):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.timedelta(seconds=value)
    if isinstance(value, str):
        found = _duration(value.strip())
        if found is not None:
            return found
        raise fail("time_delta_parsing", "Input should be a valid timedelta, invalid digit in "
                   "duration", value)
    raise fail("time_delta_type", "Input should be a valid timedelta", value)


def _duration(text):
    import datetime
    import re

    try:
        return datetime.timedelta(seconds=float(text))
    except ValueError:
        pass
    number = r"(\d+(?:\.\d+)?)"
    found = re.fullmatch(
        rf"([-+])?P(?:{number}W)?(?:{number}D)?(?:T(?:{number}H)?(?:{number}M)?(?:{number}S)?)?",
        text, re.I,
    )
    if found is not None and text.upper() not in ("P", "PT"):
        sign, *parts = found.groups()
        weeks, days, hours, minutes, seconds = (float(part or 0) for part in parts)
    else:
        found = re.fullmatch(r"([-+])?(?:(\d+)(?:d| days?,?)\s*)?(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?",
                             text)
        if found is None:
            return None
        sign, *parts = found.groups()
        weeks = 0
        days, hours, minutes, seconds = (float(part or 0) for part in parts)
    made = datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes,
                              seconds=seconds)
    return -made if sign == "-" else made


def _decimal(value, ctx):
    from decimal import Decimal, InvalidOperation

    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            return Decimal(str(value).strip())
        except InvalidOperation:
            raise fail("decimal_parsing", "Input should be a valid decimal", value) from None
    raise fail("decimal_type", "Decimal input should be an integer, float, string or Decimal object",
               value)


def check_digits(value, max_digits, decimal_places, given):
    from decimal import Decimal

    if not isinstance(value, Decimal):
        return
    _, digits, exponent = value.as_tuple()
    places = max(-exponent, 0)
    count = max(len(digits) + max(exponent, 0), places)
    if max_digits is not None and count > max_digits:
        raise fail("decimal_max_digits", "Decimal input should have no more than "
                   f"{max_digits} digit{'' if max_digits == 1 else 's'} in total", given)
    if decimal_places is not None and places > decimal_places:
        raise fail("decimal_max_places", "Decimal input should have no more than "
                   f"{decimal_places} decimal place{'' if decimal_places == 1 else 's'}", given)


def _uuid(value, ctx):
    import uuid

    if isinstance(value, uuid.UUID):
        return value
    if isinstance(value, str):
        try:
            return uuid.UUID(value)
        except ValueError:
            raise fail("uuid_parsing", f"Input should be a valid UUID, {_why_no_uuid(value)}",
                       value) from None
    if isinstance(value, bytes) and len(value) == 16:
        return uuid.UUID(bytes=value)
    raise fail("uuid_type", "UUID input should be a string, bytes or UUID object", value)


def _why_no_uuid(text):
    for at, letter in enumerate(text):
        if letter not in "0123456789abcdefABCDEF-":
            return f"invalid character: found `{letter}` at {at}"
    groups = text.split("-")
    if len(groups) == 1:
        return f"invalid length: found {len(text)}"
    if len(groups) != 5:
        return f"invalid group count: expected 5, found {len(groups)}"
    for at, (group, wanted) in enumerate(zip(groups, (8, 4, 4, 4, 12))):
        if len(group) != wanted:
            return f"invalid group length in group {at}: expected {wanted}, found {len(group)}"
    return "invalid length"


_CHECKS = {
    ("datetime", "datetime"): _datetime,
    ("datetime", "date"): _date,
    ("datetime", "time"): _time,
    ("datetime", "timedelta"): _timedelta,
    ("decimal", "Decimal"): _decimal,
    ("uuid", "UUID"): _uuid,
}
