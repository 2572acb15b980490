"""Types of numbers, texts, times and bytes, and the base of all that are not dialects' own."""

from _limbeck import moment_reader

from .base import current_dialect
from .type_api import TypeEngine, TypeEngineMixin, present

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.sqltypes"


class _Recorded(TypeEngine):
    """A type whose JSON form is its kind, its name where the kind has several, and arguments."""

    _between_families = True
    _wire_kind = None
    _wire_name = None

    def _wire_args(self):
        return {}

    def _wire(self):
        wire = {"type": self._wire_kind}
        if self._wire_name is not None:
            wire["name"] = self._wire_name
        if type(self)._wire_args is not _no_args:
            wire.update(self._wire_args())
        return wire


_no_args = _Recorded._wire_args


def _python_type(module, name):
    """A property that imports its class only when asked."""

    def get(self):
        return getattr(__import__(module), name)

    return property(get)


class Concatenable(TypeEngineMixin):
    """A type with `||`."""


class Indexable(TypeEngineMixin):
    """A type with `[]`."""


class HasExpressionLookup(TypeEngineMixin):
    """A type whose operators depend on the other side's type."""


class NullType(_Recorded):
    """No type known."""

    __visit_name__ = "null"
    _isnull = True
    _wire_kind = "Null"


class Integer(HasExpressionLookup, _Recorded):
    __visit_name__ = "integer"
    _wire_kind = "Integer"
    python_type = int


class SmallInteger(Integer):
    __visit_name__ = "small_integer"
    _wire_kind = "SmallInteger"


class BigInteger(Integer):
    __visit_name__ = "big_integer"
    _wire_kind = "BigInteger"


class String(Concatenable, _Recorded):
    __visit_name__ = "string"
    _wire_kind = "String"
    python_type = str

    def __init__(self, length=None, collation=None, collation_schema=None):
        self.length = length
        self.collation = collation
        self.collation_schema = collation_schema

    def _wire_args(self):
        if self.length is None and self.collation is None:
            return {}
        return present(length=self.length, collation=self.collation)


class Text(String):
    __visit_name__ = "text"
    _wire_kind = "Text"


class Unicode(String):
    __visit_name__ = "unicode"
    _wire_kind = "Unicode"


class UnicodeText(Text):
    __visit_name__ = "unicode_text"
    _wire_kind = "UnicodeText"


_FLOAT_ALONE = frozenset((float, type(None)))


class NumericCommon(HasExpressionLookup, _Recorded):
    _between_families = True
    _default_decimal_return_scale = 10

    def __init__(self, *, precision, scale, decimal_return_scale, asdecimal):
        self.precision = precision
        self.scale = scale
        self.decimal_return_scale = decimal_return_scale
        self.asdecimal = asdecimal

    @property
    def python_type(self):
        if self.asdecimal:
            from decimal import Decimal

            return Decimal
        return float

    def _wire_args(self):
        return present(precision=self.precision, scale=self.scale)

    def _kinds_sent(self, dialect_name):
        return _FLOAT_ALONE if dialect_name == "sqlite" else None

    def _sent(self, value, dialect_name):
        if dialect_name == "sqlite":
            return float(value)
        return super()._sent(value, dialect_name)

    @property
    def _return_scale(self):
        for scale in (self.decimal_return_scale, self.scale):
            if scale is not None:
                return scale
        return self._default_decimal_return_scale

    def result_processor(self, dialect, coltype):
        if not self.asdecimal:
            return _to_float if dialect.supports_native_decimal else None
        exact = dialect.supports_native_decimal and not isinstance(self, Float)
        if exact and dialect.name != "postgresql":
            return None
        from decimal import Decimal

        # A float's digits do not say how many of them are meant: the scale does.
        form = "%%.%df" % self._return_scale

        def process(value):
            if value is None or isinstance(value, Decimal) or exact and type(value) is not float:
                return value
            return Decimal(form % value)

        return process


def _to_float(value):
    return None if value is None else float(value)


class Numeric(NumericCommon):
    __visit_name__ = "numeric"
    _wire_kind = "Numeric"

    def __init__(self, precision=None, scale=None, decimal_return_scale=None, asdecimal=True):
        super().__init__(
            precision=precision,
            scale=scale,
            decimal_return_scale=decimal_return_scale,
            asdecimal=asdecimal,
        )


class Float(NumericCommon):
    __visit_name__ = "float"
    _wire_kind = "Float"
    scale = None

    def __init__(self, precision=None, asdecimal=False, decimal_return_scale=None):
        super().__init__(
            precision=precision,
            scale=None,
            decimal_return_scale=decimal_return_scale,
            asdecimal=asdecimal,
        )

    def _wire(self):
        precision = self.precision
        if not isinstance(precision, str) or precision.strip().isdigit():
            return super()._wire()
        # It stands as it is between the parentheses, where the database takes any.
        dialect = current_dialect()
        name = self.__visit_name__.upper()
        spec = name if getattr(dialect, "name", None) == "sqlite" else f"{name}({precision})"
        return {"type": "spelled", "spec": spec, "of": {"type": self._wire_kind}}


class Double(Float):
    __visit_name__ = "double"
    _wire_kind = "Double"


def _parsed(class_name):
    """A result processor that reads what SQLite keeps as text."""

    def processor(self, dialect, coltype):
        return moment_reader(class_name) if dialect.name == "sqlite" else None

    return processor


_NULL_ALONE = frozenset((type(None),))


class _Moment(HasExpressionLookup, _Recorded):
    """A type whose values SQLite keeps as text, which is made of Python's objects alone."""

    _between_families = True

    def _kinds_sent(self, dialect_name):
        return _NULL_ALONE if dialect_name == "sqlite" else None

    def _sent(self, value, dialect_name):
        if dialect_name != "sqlite":
            return super()._sent(value, dialect_name)
        import datetime

        classes, name = self._moments
        if not any(isinstance(value, getattr(datetime, known)) for known in classes):
            raise TypeError(
                f"SQLite {name} type only accepts Python {' and '.join(classes)} objects as input."
            )
        return value


class DateTime(_Moment):
    _moments = (("datetime", "date"), "DateTime")
    __visit_name__ = "datetime"
    _wire_kind = "DateTime"
    python_type = _python_type("datetime", "datetime")
    result_processor = _parsed("datetime")

    def __init__(self, timezone=False):
        self.timezone = timezone

    def _wire_args(self):
        return {"timezone": True} if self.timezone else {}


class Date(_Moment):
    _moments = (("date",), "Date")
    __visit_name__ = "date"
    _wire_kind = "Date"
    python_type = _python_type("datetime", "date")
    result_processor = _parsed("date")


class Time(_Moment):
    _moments = (("time",), "Time")
    __visit_name__ = "time"
    _wire_kind = "Time"
    python_type = _python_type("datetime", "time")
    def __init__(self, timezone=False):
        self.timezone = timezone

    def result_processor(self, dialect, coltype):
        if dialect.name not in ("mysql", "mariadb"):
            return _parsed("time")(self, dialect, coltype)
        from datetime import datetime, timedelta

        # MySQL's drivers give the time since midnight.
        def process(value):
            return (datetime.min + value).time() if isinstance(value, timedelta) else value

        return process

    _wire_args = DateTime._wire_args


_BYTES_ALONE = frozenset((bytes, type(None)))


class _Binary(_Recorded):
    python_type = bytes
    _takes_text = True

    def __init__(self, length=None):
        self.length = length

    def _wire_args(self):
        return present(length=self.length)

    def _kinds_sent(self, dialect_name):
        return _BYTES_ALONE

    def _sent(self, value, dialect_name):
        if not isinstance(value, (bytes, bytearray, memoryview)):
            raise TypeError(f"a bytes-like object is required, not '{type(value).__name__}'")
        return value


class LargeBinary(_Binary):
    __visit_name__ = "large_binary"
    _wire_kind = "LargeBinary"

    def __init__(self, length=None):
        _Binary.__init__(self, length=length)


_Binary._generic_type_affinity = LargeBinary
NULLTYPE = NullType()
