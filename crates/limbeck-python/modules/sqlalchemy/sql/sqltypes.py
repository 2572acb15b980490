"""SQLAlchemy's generic types (CamelCase) and standard types (upper case)."""

from . import type_api
from ._plain_types import (
    NULLTYPE, BigInteger, Concatenable, Date, DateTime, Double, Float, HasExpressionLookup,
    Indexable, Integer, LargeBinary, NullType, Numeric, NumericCommon, SmallInteger, String, Text,
    Time, Unicode, UnicodeText, _Binary, _Recorded,
)
from .naming import _NONE_NAME
from .type_api import (
    NO_ARG, Emulated, GenericRepr, NativeForEmulated, SchemaEventTarget, TypeDecorator, TypeEngine,
    TypeEngineMixin, Variant, present, to_instance,
)


class SchemaType(SchemaEventTarget, TypeEngineMixin):
    """A type that brings something into its table or schema: a CHECK, or a type of its own."""

    _use_schema_map = True
    _joins_table = True
    name = None

    def __init__(
        self,
        name=None,
        schema=NO_ARG,
        metadata=None,
        inherit_schema=False,
        quote=None,
        create_type=True,
        _create_events=True,
        _adapted_from=None,
    ):
        if name is not None:
            from .elements import quoted_name

            self.name = name if isinstance(name, quoted_name) else quoted_name(name, quote)
        else:
            self.name = None
        self.inherit_schema = inherit_schema
        self._schema_given = schema is not NO_ARG
        self.schema = schema if self._schema_given else None
        if not self._schema_given and metadata is not None and metadata.schema:
            self.schema = metadata.schema
        self.metadata = metadata
        self.create_type = create_type
        self._in_table = False
        if metadata is not None:
            metadata._register_object(self)

    def _set_table(self, column, table):
        """Called when a column of this type joins a table."""
        self._in_table = True
        if self.inherit_schema and not self._schema_given and table.schema is not None:
            self.schema = table.schema
        metadata = table.metadata
        if metadata is None or getattr(metadata, "_ephemeral", False):
            return
        if getattr(self, "metadata", None) is None:
            self.metadata = metadata
            if not self._schema_given and self.schema is None and metadata.schema:
                self.schema = metadata.schema
            metadata._register_object(self)

    def _type_bound_check(self, column, dialect):
        """The CHECK that the type brings to a column on this dialect, or None."""
        return None

    def copy(self, **kw):
        copied = TypeEngine.copy(self)
        metadata = kw.get("metadata")
        if metadata is not None:
            copied.metadata = metadata
        schema = kw.get("schema")
        if schema is not None:
            copied.schema = schema
        return copied

    def create(self, bind, checkfirst=True):
        from ._create_drop import create_named_type

        create_named_type(self, bind, checkfirst)

    def drop(self, bind, checkfirst=True):
        from ._create_drop import drop_named_type

        drop_named_type(self, bind, checkfirst)


_BOOLEANS_ALONE = frozenset((bool, type(None)))


class Boolean(SchemaType, Emulated, _Recorded):
    __visit_name__ = "boolean"
    _wire_kind = "Boolean"
    python_type = bool
    native = True

    def __init__(
        self, create_constraint=False, name=None, _create_events=True, _adapted_from=None
    ):
        self.create_constraint = create_constraint
        self.name = name
        self.schema = None
        self.metadata = None

    @property
    def _joins_table(self):
        return bool(self.create_constraint)

    def _set_table(self, column, table):
        pass

    def copy(self, **kw):
        return TypeEngine.copy(self)

    def _type_bound_check(self, column, dialect):
        if not self.create_constraint:
            return None
        if dialect is not None and dialect.supports_native_boolean:
            return None
        return _bound_check(self, column, self, [0, 1])

    def _wire_args(self):
        if self._wire_kind != "Boolean":
            return {}
        return present(create_constraint=bool(self.create_constraint), name=self.name)

    def bind_processor(self, dialect):
        return lambda value: None if value is None else self._sent(value, dialect.name)

    def _kinds_sent(self, dialect_name):
        return _BOOLEANS_ALONE

    def _sent(self, value, dialect_name):
        if value in (True, False):
            return bool(value)
        if not isinstance(value, int):
            raise TypeError(f"Not a boolean value: {value!r}")
        raise ValueError(f"Value {value!r} is not None, True, or False")

    def result_processor(self, dialect, coltype):
        if dialect.supports_native_boolean:
            return None
        return lambda value: None if value is None else bool(value)


def _bound_check(type_, column, coerced_type, values):
    from .elements import type_coerce
    from .schema import CheckConstraint

    return CheckConstraint(
        type_coerce(column, coerced_type).in_(values),
        name=_NONE_NAME if type_.name is None else type_.name,
        _type_bound=True,
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

_HOMES = {
    "_enum": "Enum",
    "_built_types": """
        ARRAY Interval JSON PickleType TableValueType TupleType UUID Uuid _AbstractInterval""",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

# What `import *` takes, also where it is not loaded yet.
__all__ = [name for name in (*globals(), *_HOME_OF) if not name.startswith("_")]


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    module = __import__(f"{__package__}.{home}", None, None, ("*",), 0)
    value = globals()[name] = getattr(module, name)
    return value
