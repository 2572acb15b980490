"""PostgreSQL's ranges: types and values."""

from .types import _Postgresql


class Range:
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
        if self.empty:
            return "Range(empty=True)"
        return f"Range({self.lower!r}, {self.upper!r}, bounds={self.bounds!r})"

    def __limbeck__(self):
        return {"$range": str(self)}


def _shown(end):
    text = end.isoformat(" ") if hasattr(end, "hour") and hasattr(end, "year") else str(end)
    return f'"{text}"' if any(letter in text for letter in ' ,[]()"') else text


class MultiRange(list):
    """Several ranges."""

    def __str__(self):
        return "{" + ",".join(str(item) for item in self) + "}"

    def __limbeck__(self):
        return {"$range": str(self)}


class AbstractRange(_Postgresql):
    hashable = True

    def coerce_compared_value(self, op, value):
        return self if isinstance(value, (Range, MultiRange)) else super().coerce_compared_value(
            op, value
        )


class AbstractSingleRange(AbstractRange):
    pass


class AbstractMultiRange(AbstractRange):
    pass


class INT4RANGE(AbstractSingleRange):
    pass


class INT8RANGE(AbstractSingleRange):
    pass


class NUMRANGE(AbstractSingleRange):
    pass


class DATERANGE(AbstractSingleRange):
    pass


class TSRANGE(AbstractSingleRange):
    pass


class TSTZRANGE(AbstractSingleRange):
    pass


class INT4MULTIRANGE(AbstractMultiRange):
    pass


class INT8MULTIRANGE(AbstractMultiRange):
    pass


class NUMMULTIRANGE(AbstractMultiRange):
    pass


class DATEMULTIRANGE(AbstractMultiRange):
    pass


class TSMULTIRANGE(AbstractMultiRange):
    pass


class TSTZMULTIRANGE(AbstractMultiRange):
    pass
