"""PostgreSQL's ranges: types and values."""

from ...util.langhelpers import Subscripted
from .types import _Postgresql


class Range(Subscripted):
    """A range of values, as psycopg's and SQLAlchemy's."""

    __slots__ = ("lower", "upper", "bounds", "empty")

    def __init__(self, lower=None, upper=None, *, bounds="[)", empty=False):
        self.lower = lower
        self.upper = upper
        self.bounds = bounds
        self.empty = empty

    @property
    def lower_inc(self):
        return not self.empty and self.lower is not None and self.bounds[0] == "["

    @property
    def upper_inc(self):
        return not self.empty and self.upper is not None and self.bounds[1] == "]"

    @property
    def isempty(self):
        return self.empty

    @property
    def is_empty(self):
        return self.empty

    def _key(self):
        return (self.lower, self.upper, self.bounds, self.empty)

    def __eq__(self, other):
        return isinstance(other, Range) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __bool__(self):
        return not self.empty

    def __str__(self):
        if self.empty:
            return "empty"
        shown = ["" if end is None else _shown(end) for end in (self.lower, self.upper)]
        return f"{self.bounds[0]}{shown[0]},{shown[1]}{self.bounds[1]}"

    def __repr__(self):
        return (
            f"Range(lower={self.lower!r}, upper={self.upper!r}, bounds={self.bounds!r}, "
            f"empty={self.empty!r})"
        )

    def __limbeck__(self):
        return {"$range": str(self)}

    @property
    def __sa_type_engine__(self):
        return _of_values([self], "RANGE")


def _of_values(ranges, kind):
    """The type for ranges of these ends, as far as they tell one; None is no type."""
    ends = [end for item in ranges for end in (item.lower, item.upper) if end is not None]
    if not ends:
        return None
    end = ends[0]
    if isinstance(end, int):
        small = all(-(2**31) <= end < 2**31 for end in ends)
        name = "INT4" if small else "INT8"
    elif hasattr(end, "hour"):
        name = "TS" if end.tzinfo is None else "TSTZ"
    elif hasattr(end, "year"):
        name = "DATE"
    elif hasattr(end, "is_integer") or hasattr(end, "as_tuple"):
        name = "NUM"
    else:
        return None
    return globals()[name + kind]()


def _shown(end):
    text = end.isoformat(" ") if hasattr(end, "hour") and hasattr(end, "year") else str(end)
    return f'"{text}"' if any(letter in text for letter in ' ,[]()"') else text


class MultiRange(list):
    """Several ranges."""

    def __str__(self):
        return "{" + ",".join(str(item) for item in self) + "}"

    def __limbeck__(self):
        return {"$range": str(self)}

    @property
    def __sa_type_engine__(self):
        return _of_values(self, "MULTIRANGE")


class AbstractRange(_Postgresql):
    hashable = True
    _end = str

    def coerce_compared_value(self, op, value):
        return self if isinstance(value, (Range, MultiRange)) else super().coerce_compared_value(
            op, value
        )


class AbstractSingleRange(AbstractRange):
    def result_processor(self, dialect, coltype):
        def process(value):
            return _range(value, self._end) if isinstance(value, str) else value

        return process


class AbstractMultiRange(AbstractRange):
    def _limbeck_value(self, value):
        return MultiRange(value) if isinstance(value, (list, tuple)) else value

    def result_processor(self, dialect, coltype):
        if dialect.driver == "psycopg2":
            return None

        def process(value):
            if not isinstance(value, str):
                return value
            return [_range(text, self._end) for text in _ranges(value)]

        return process


def _range(text, end):
    """A range from the server's text, its ends as `end` reads them."""
    if text == "empty":
        return Range(empty=True)
    lower, _, upper = text[1:-1].partition(",")
    lower, upper = (end(side.strip('"')) if side else None for side in (lower, upper))
    return Range(lower, upper, bounds=text[0] + text[-1])


def _ranges(text):
    import re

    return re.findall(r"[\[(][^\])]*[\])]", text)


def _decimal(text):
    from decimal import Decimal

    return Decimal(text)


def _date(text):
    from datetime import date

    return _read(date, text)


def _moment(text):
    from datetime import datetime

    return _read(datetime, text)


def _read(kind, text):
    try:
        return kind.fromisoformat(text)
    except ValueError:
        # `infinity` and years before Christ have no object.
        return text


class INT4RANGE(AbstractSingleRange):
    _end = int


class INT8RANGE(AbstractSingleRange):
    _end = int


class NUMRANGE(AbstractSingleRange):
    _end = staticmethod(_decimal)


class DATERANGE(AbstractSingleRange):
    _end = staticmethod(_date)


class TSRANGE(AbstractSingleRange):
    _end = staticmethod(_moment)


class TSTZRANGE(AbstractSingleRange):
    _end = staticmethod(_moment)


class INT4MULTIRANGE(AbstractMultiRange):
    _end = int


class INT8MULTIRANGE(AbstractMultiRange):
    _end = int


class NUMMULTIRANGE(AbstractMultiRange):
    _end = staticmethod(_decimal)


class DATEMULTIRANGE(AbstractMultiRange):
    _end = staticmethod(_date)


class TSMULTIRANGE(AbstractMultiRange):
    _end = staticmethod(_moment)


class TSTZMULTIRANGE(AbstractMultiRange):
    _end = staticmethod(_moment)
