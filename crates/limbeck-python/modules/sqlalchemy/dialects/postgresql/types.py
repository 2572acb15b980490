"""PostgreSQL's own types."""

from ...sql import sqltypes
from ...sql.base import is_run
from ...sql.sqltypes import _Recorded, present, to_instance
from ...sql.type_api import NativeForEmulated


class _Postgresql(_Recorded):
    """A type known to PostgreSQL only, by the name of its class."""

    _between_families = True
    _wire_kind = "postgresql"

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if cls.__module__.startswith("sqlalchemy.dialects.postgresql") and cls.__name__.isupper():
            cls._wire_name = cls.__name__
            cls.__visit_name__ = cls.__name__


class BYTEA(_Postgresql, sqltypes.LargeBinary):
    pass


class _Network(_Postgresql):
    _between_families = True

    def coerce_compared_value(self, op, value):
        return self


class _Address(_Network):
    """An address, which psycopg and asyncpg read as objects and psycopg2 as text."""

    def result_processor(self, dialect, coltype):
        if dialect.driver == "psycopg2":
            return None

        def process(value):
            return self._address(value) if isinstance(value, str) else value

        return process


class INET(_Address):
    def _address(self, text):
        from ipaddress import ip_address, ip_interface

        return ip_interface(text) if "/" in text else ip_address(text)


class CIDR(_Address):
    def _address(self, text):
        from ipaddress import ip_network

        return ip_network(text)


class MACADDR(_Network):
    pass


class MACADDR8(_Network):
    pass


class MONEY(_Postgresql):
    pass


class OID(_Postgresql):
    pass


class REGCONFIG(_Postgresql):
    pass


class REGCLASS(_Postgresql):
    pass


class TSQUERY(_Postgresql):
    pass


class TSVECTOR(_Postgresql):
    pass


class CITEXT(_Postgresql, sqltypes.TEXT):
    def coerce_compared_value(self, op, value):
        return self


class TIMESTAMP(_Postgresql, sqltypes.TIMESTAMP):
    def __init__(self, timezone=False, precision=None):
        super().__init__(timezone=timezone)
        self.precision = precision

    def _wire_args(self):
        return present(timezone=bool(self.timezone), precision=self.precision)


class TIME(_Postgresql, sqltypes.TIME):
    def __init__(self, timezone=False, precision=None):
        super().__init__(timezone=timezone)
        self.precision = precision

    _wire_args = TIMESTAMP._wire_args


class INTERVAL(NativeForEmulated, _Postgresql, sqltypes._AbstractInterval):
    native = True
    _type_affinity = sqltypes.Interval

    def __init__(self, precision=None, fields=None):
        self.precision = precision
        self.fields = fields

    def _wire_args(self):
        return present(precision=self.precision, fields=self.fields)

    def as_generic(self, allow_nulltype=False):
        return sqltypes.Interval(native=True, second_precision=self.precision)


class BIT(_Postgresql):
    _takes_text = True

    @property
    def python_type(self):
        from .bitstring import BitString

        return BitString

    def __init__(self, length=None, varying=False):
        self.length = length or (None if varying else 1)
        self.varying = varying

    def _wire_args(self):
        return present(length=self.length, varying=bool(self.varying))

    def result_processor(self, dialect, coltype):
        from .bitstring import BitString

        return lambda value: None if value is None else BitString(value)


class JSON(_Postgresql, sqltypes.JSON):
    def __init__(self, none_as_null=False, astext_type=None):
        super().__init__(none_as_null=none_as_null)
        self.astext_type = astext_type if astext_type is not None else sqltypes.Text()


class JSONB(JSON):
    def coerce_compared_value(self, op, value):
        if getattr(op, "opstring", None) in ("@?", "@@"):
            return JSONPATH()
        return super().coerce_compared_value(op, value)


class JSONPATH(_Postgresql):
    pass


class HSTORE(_Postgresql, sqltypes.Indexable, sqltypes.Concatenable):
    hashable = False

    def __init__(self, text_type=None):
        self.text_type = to_instance(text_type) if text_type is not None else sqltypes.Text()

    def _limbeck_value(self, value):
        # Nobody writes it as a literal.
        return _hstore_text(value) if isinstance(value, dict) and is_run() else value

    def result_processor(self, dialect, coltype):
        return lambda value: _hstore_pairs(value) if isinstance(value, str) else value


def _hstore_text(pairs):
    """The server's text of an hstore."""

    def quoted(value):
        if value is None:
            return "NULL"
        if not isinstance(value, str):
            raise ValueError(f"{value!r} in hstore position is not a string.")
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return ", ".join(f"{quoted(key)}=>{quoted(value)}" for key, value in pairs.items())


def _hstore_pairs(text):
    """An hstore from the server's text, in which all but NULL is in quotes."""
    import re

    word = r'"((?:[^"\\]|\\.)*)"'
    return {
        _unescaped(pair[1]): None if pair[2] is None else _unescaped(pair[2])
        for pair in re.finditer(f"{word}=>(?:NULL|{word})", text, re.DOTALL)
    }


def _unescaped(text):
    import re

    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


class ARRAY(sqltypes.ARRAY):
    """`ARRAY` of PostgreSQL: the generic one, with operators of its own."""


PGUuid = sqltypes.UUID
PGInterval, PGMacAddr, PGInet, PGCidr, PGBit, PGArray = INTERVAL, MACADDR, INET, CIDR, BIT, ARRAY
