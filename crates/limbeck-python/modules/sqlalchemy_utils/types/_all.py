"""The types as their columns are spelled; values pass as they are, but for those noted."""

from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import sqltypes
from sqlalchemy.sql.type_api import GenericRepr, TypeDecorator, UserDefinedType, to_instance


class ScalarListException(Exception):
    """A value of a scalar list that holds the separator."""


class _Sized(TypeDecorator):
    """A text type with a length of its own name."""

    cache_ok = True

    def __init__(self, max_length=None, *args, **kwargs):
        if max_length is not None:
            self.impl = sqltypes.Unicode(max_length)


class EnrichedDateTimeType(TypeDecorator):
    impl = sqltypes.DateTime
    cache_ok = True

    def __init__(self, datetime_processor=None, *args, **kwargs):
        super().__init__(*args, **kwargs)


class ArrowType(EnrichedDateTimeType):
    def __init__(self, *args, **kwargs):
        super().__init__(None, *args, **kwargs)


class EnrichedDateType(TypeDecorator):
    impl = sqltypes.Date
    cache_ok = True

    def __init__(self, date_processor=None, *args, **kwargs):
        super().__init__(*args, **kwargs)


class BitType(TypeDecorator):
    impl = sqltypes.BINARY
    cache_ok = True

    def __init__(self, length=1, **kwargs):
        self.length = length
        super().__init__(**kwargs)

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return postgresql.BIT(self.length)
        if dialect.name == "sqlite":
            return sqltypes.String(self.length)
        return sqltypes.BINARY(self.length)


class WeekDaysType(TypeDecorator):
    impl = BitType(7)
    cache_ok = True

    def __init__(self, *args, **kwargs):
        self.impl = BitType(7)

    def load_dialect_impl(self, dialect):
        return self.impl.load_dialect_impl(dialect)


class Choice:
    """A code and what it stands for."""

    def __init__(self, code, value):
        self.code = code
        self.value = value

    def __eq__(self, other):
        return self.code == getattr(other, "code", other)

    def __hash__(self):
        return hash(self.code)

    def __str__(self):
        return str(self.value)


class ChoiceType(TypeDecorator):
    impl = sqltypes.Unicode(255)
    cache_ok = True

    def __init__(self, choices, impl=None):
        self.choices = tuple(choices) if isinstance(choices, list) else choices
        if impl:
            self.impl = impl

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        return getattr(value, "code", getattr(value, "value", value))

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        if hasattr(self.choices, "__members__"):
            return self.choices(value)
        return Choice(value, dict(self.choices)[value])


class ColorType(_Sized):
    impl = sqltypes.Unicode(20)

    def __init__(self, max_length=20, *args, **kwargs):
        super().__init__(max_length)


class CountryType(_Sized):
    impl = sqltypes.String(2)


class CurrencyType(_Sized):
    impl = sqltypes.String(3)


class LocaleType(_Sized):
    impl = sqltypes.Unicode(10)


class TimezoneType(TypeDecorator):
    impl = sqltypes.Unicode(50)
    cache_ok = True

    def __init__(self, backend="dateutil"):
        self.backend = backend


class IPAddressType(_Sized):
    impl = sqltypes.Unicode(50)

    def __init__(self, max_length=50, *args, **kwargs):
        super().__init__(max_length)

    def process_bind_param(self, value, dialect):
        return str(value) if value else None


class PhoneNumberType(TypeDecorator):
    impl = sqltypes.Unicode(20)
    cache_ok = True

    def __init__(self, region="US", max_length=20, *args, **kwargs):
        self.region = region
        self.impl = sqltypes.Unicode(max_length)


class EmailType(TypeDecorator):
    impl = sqltypes.Unicode
    cache_ok = True

    def __init__(self, length=255, *args, **kwargs):
        super().__init__(length=length, *args, **kwargs)

    def process_bind_param(self, value, dialect):
        return None if value is None else value.lower()


class URLType(TypeDecorator):
    impl = sqltypes.UnicodeText
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else str(value)


class JSONType(TypeDecorator):
    impl = sqltypes.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return postgresql.JSON()
        return self.impl_instance

    def process_bind_param(self, value, dialect):
        if value is None or dialect.name == "postgresql":
            return value
        import json

        return json.dumps(value)

    def process_result_value(self, value, dialect):
        if value is None or dialect.name == "postgresql":
            return value
        import json

        return json.loads(value)


class Ltree(str):
    """A path of labels."""

    @property
    def path(self):
        return str(self)


class LtreeType(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "LTREE"


class LQUERY(UserDefinedType):
    def get_col_spec(self, **kw):
        return "LQUERY"


class LTXTQUERY(UserDefinedType):
    def get_col_spec(self, **kw):
        return "LTXTQUERY"


class Password:
    """A hashed password."""

    def __init__(self, value, context=None, secret=False):
        self.hash = value
        self.secret = value if secret else None


class PasswordType(TypeDecorator):
    """Passwords; a plain one cannot be hashed here, since passlib is not there."""

    impl = sqltypes.VARBINARY(1024)
    cache_ok = True

    def __init__(self, max_length=None, **kwargs):
        self.length = max_length or kwargs.pop("length", None) or 1024

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return postgresql.BYTEA(self.length)
        if dialect.name == "sqlite":
            return sqltypes.BLOB(self.length)
        return sqltypes.VARBINARY(self.length)

    def process_bind_param(self, value, dialect):
        if isinstance(value, Password) and value.secret is None:
            return value.hash
        if value is None or isinstance(value, bytes):
            return value
        raise NotImplementedError(
            "a PasswordType value must be hashed already (bytes): passlib is not available here"
        )


class _RangeType(TypeDecorator):
    cache_ok = True

    def __init__(self, *args, **kwargs):
        kwargs.pop("step", None)
        super().__init__()

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return self.impl_instance
        return sqltypes.String(255)


class IntRangeType(_RangeType):
    impl = postgresql.INT4RANGE


class Int8RangeType(_RangeType):
    impl = postgresql.INT8RANGE


class DateRangeType(_RangeType):
    impl = postgresql.DATERANGE


class NumericRangeType(_RangeType):
    impl = postgresql.NUMRANGE


class DateTimeRangeType(_RangeType):
    impl = postgresql.TSRANGE


class ScalarListType(TypeDecorator):
    impl = sqltypes.UnicodeText()
    cache_ok = True

    def __init__(self, coerce_func=str, separator=","):
        self.separator = str(separator)
        self.coerce_func = coerce_func

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        texts = [str(item) for item in value]
        if any(self.separator in text for text in texts):
            raise ScalarListException(
                f"List values can't contain string '{self.separator}' (its being used as "
                "separator. If you wish for scalar list values to contain these strings, use a "
                "different separator string.)"
            )
        return self.separator.join(texts)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return [self.coerce_func(part) for part in value.split(self.separator)] if value else []


class TSVectorType(TypeDecorator):
    impl = postgresql.TSVECTOR
    cache_ok = True

    def __init__(self, *args, **kwargs):
        self.columns = args
        self.options = kwargs
        super().__init__()


class UUIDType(TypeDecorator):
    impl = sqltypes.BINARY(16)
    cache_ok = True

    def __init__(self, binary=True, native=True):
        self.binary = binary
        self.native = native

    def _is_native(self, dialect):
        return self.native and dialect.name == "postgresql"

    def load_dialect_impl(self, dialect):
        if self._is_native(dialect):
            return postgresql.UUID()
        return self.impl if self.binary else sqltypes.CHAR(32)

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        value = self._coerce(value)
        if self._is_native(dialect):
            return str(value)
        return value.bytes if self.binary else value.hex

    def process_result_value(self, value, dialect):
        return None if value is None else self._coerce(value)

    @staticmethod
    def _coerce(value):
        import uuid

        if isinstance(value, uuid.UUID):
            return value
        return uuid.UUID(bytes=value) if isinstance(value, bytes) else uuid.UUID(value)

    def repr_struct(self):
        return GenericRepr(self)


class StringEncryptedType(TypeDecorator):
    """Encrypted values; they pass only as they are stored, since there is no cipher here."""

    impl = sqltypes.String
    cache_ok = True

    def __init__(self, type_in=None, key=None, engine=None, padding=None, **kwargs):
        super().__init__(**kwargs)
        self.underlying_type = to_instance(type_in)


class EncryptedType(StringEncryptedType):
    impl = sqltypes.LargeBinary


class CompositeType(UserDefinedType):
    def __init__(self, name, columns, quote=None, **kwargs):
        self.name = name
        self.columns = columns

    def get_col_spec(self, **kw):
        return self.name
