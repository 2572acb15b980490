"""SQLAlchemy's generic types (CamelCase) and standard types (upper case)."""

from . import type_api
from ._built_types import (
    ARRAY, JSON, UUID, Interval, PickleType, TableValueType, TupleType, Uuid, _AbstractInterval,
)
from ._plain_types import (
    NULLTYPE, BigInteger, Concatenable, Date, DateTime, Double, Float, HasExpressionLookup,
    Indexable, Integer, LargeBinary, NullType, Numeric, NumericCommon, SmallInteger, String, Text,
    Time, Unicode, UnicodeText, _Binary, _Recorded,
)
from ._schema_types import Boolean, Enum, SchemaType
from .naming import _NONE_NAME
from .type_api import (
    NO_ARG, Emulated, GenericRepr, NativeForEmulated, SchemaEventTarget, TypeDecorator, TypeEngine,
    TypeEngineMixin, Variant, present, to_instance,
)


class MatchType(Boolean):
    """What `match()` gives."""


class REAL(Float):
    __visit_name__ = "REAL"
    _wire_kind, _wire_name = "sql", "REAL"


class FLOAT(Float):
    __visit_name__ = "FLOAT"
    _wire_kind, _wire_name = "sql", "FLOAT"


class DOUBLE(Double):
    __visit_name__ = "DOUBLE"
    _wire_kind, _wire_name = "sql", "DOUBLE"


class DOUBLE_PRECISION(Double):
    __visit_name__ = "DOUBLE_PRECISION"
    _wire_kind, _wire_name = "sql", "DOUBLE_PRECISION"


class NUMERIC(Numeric):
    __visit_name__ = "NUMERIC"
    _wire_kind, _wire_name = "sql", "NUMERIC"


class DECIMAL(Numeric):
    __visit_name__ = "DECIMAL"
    _wire_kind, _wire_name = "sql", "DECIMAL"


class INTEGER(Integer):
    __visit_name__ = "INTEGER"
    _wire_kind, _wire_name = "sql", "INTEGER"


INT = INTEGER


class SMALLINT(SmallInteger):
    __visit_name__ = "SMALLINT"
    _wire_kind, _wire_name = "sql", "SMALLINT"


class BIGINT(BigInteger):
    __visit_name__ = "BIGINT"
    _wire_kind, _wire_name = "sql", "BIGINT"


class TIMESTAMP(DateTime):
    __visit_name__ = "TIMESTAMP"
    _wire_kind, _wire_name = "sql", "TIMESTAMP"

    def __init__(self, timezone=False):
        super().__init__(timezone=timezone)


class DATETIME(DateTime):
    __visit_name__ = "DATETIME"
    _wire_kind, _wire_name = "sql", "DATETIME"


class DATE(Date):
    __visit_name__ = "DATE"
    _wire_kind, _wire_name = "sql", "DATE"


class TIME(Time):
    __visit_name__ = "TIME"
    _wire_kind, _wire_name = "sql", "TIME"


class TEXT(Text):
    __visit_name__ = "TEXT"
    _wire_kind, _wire_name = "sql", "TEXT"


class CLOB(Text):
    __visit_name__ = "CLOB"
    _wire_kind, _wire_name = "sql", "CLOB"


class VARCHAR(String):
    __visit_name__ = "VARCHAR"
    _wire_kind, _wire_name = "sql", "VARCHAR"


class NVARCHAR(Unicode):
    __visit_name__ = "NVARCHAR"
    _wire_kind, _wire_name = "sql", "NVARCHAR"


class CHAR(String):
    __visit_name__ = "CHAR"
    _wire_kind, _wire_name = "sql", "CHAR"


class NCHAR(Unicode):
    __visit_name__ = "NCHAR"
    _wire_kind, _wire_name = "sql", "NCHAR"


class BLOB(LargeBinary):
    __visit_name__ = "BLOB"
    _wire_kind, _wire_name = "sql", "BLOB"


class BINARY(_Binary):
    __visit_name__ = "BINARY"
    _wire_kind, _wire_name = "sql", "BINARY"


class VARBINARY(_Binary):
    __visit_name__ = "VARBINARY"
    _wire_kind, _wire_name = "sql", "VARBINARY"


class BOOLEAN(Boolean):
    __visit_name__ = "BOOLEAN"
    _wire_kind, _wire_name = "sql", "BOOLEAN"


BOOLEANTYPE = Boolean()
STRINGTYPE = String()
INTEGERTYPE = Integer()
NUMERICTYPE = Numeric()
MATCHTYPE = MatchType()
DATETIME_TIMEZONE = DateTime(timezone=True)
TIME_TIMEZONE = Time(timezone=True)

type_api.NULLTYPE = NULLTYPE
type_api.STRINGTYPE = STRINGTYPE
type_api.INTEGERTYPE = INTEGERTYPE
type_api.BOOLEANTYPE = BOOLEANTYPE
type_api.MATCHTYPE = MATCHTYPE
