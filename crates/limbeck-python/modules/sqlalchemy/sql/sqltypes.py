"""SQLAlchemy's generic types (CamelCase) and standard types (upper case)."""

from _limbeck import moment_reader

from . import type_api
from .base import current_dialect
from .naming import _NONE_NAME
from .type_api import (
    NO_ARG,
    Emulated,
    GenericRepr,
    NativeForEmulated,
    SchemaEventTarget,
    TypeDecorator,
    TypeEngine,
    TypeEngineMixin,
    UserDefinedType,
    Variant,
    present,
    to_instance,
)


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


class Enum(String, SchemaType, Emulated):
    __visit_name__ = "enum"
    _joins_table = True
    _wire_kind = "Enum"
    _wire_dialect = None
    schema = None

    def __init__(self, *enums, **kw):
        self._enum_init(enums, kw)

    def _enum_init(self, enums, kw):
        self.native_enum = kw.pop("native_enum", True)
        self.create_constraint = kw.pop("create_constraint", False)
        self.values_callable = kw.pop("values_callable", None)
        self._sort_key_function = kw.pop("sort_key_function", NO_ARG)
        length = kw.pop("length", NO_ARG)
        self._omit_aliases = kw.pop("omit_aliases", True)
        quiet = kw.pop("_disable_warnings", False)
        self._take_values(enums or kw.pop("_enums", ()))
        self.validate_strings = kw.pop("validate_strings", False)
        self._default_length = max((len(value) for value in self.enums), default=0)
        self._length_given = length is not NO_ARG
        if length is NO_ARG:
            length = self._default_length
        elif not quiet and length is not None and length < self._default_length:
            raise ValueError(
                "When provided, length must be larger or equal than the length of the longest "
                f"enum value. {length} < {self._default_length}"
            )
        String.__init__(self, length=length)
        if self.enum_class is not None and self.enums:
            kw.setdefault("name", self.enum_class.__name__.lower())
        SchemaType.__init__(
            self,
            name=kw.pop("name", None),
            create_type=kw.pop("create_type", True),
            inherit_schema=kw.pop("inherit_schema", False),
            schema=kw.pop("schema", NO_ARG),
            metadata=kw.pop("metadata", None),
            quote=kw.pop("quote", None),
            _create_events=kw.pop("_create_events", True),
            _adapted_from=kw.pop("_adapted_from", None),
        )

    def _take_values(self, enums):
        self.enum_class = None
        values = objects = enums
        if len(enums) == 1 and hasattr(enums[0], "__members__"):
            self.enum_class = enums[0]
            members = {
                name: member
                for name, member in self.enum_class.__members__.items()
                if not self._omit_aliases or member.name == name
            }
            if self.values_callable:
                values = self.values_callable(self.enum_class)
            else:
                values = list(members)
            objects = list(members.values())
        self.enums = list(values)
        self._object_of = dict(zip(values, objects))
        self._value_of = dict(zip(reversed(list(objects)), reversed(self.enums)))
        self._value_of.update((value, self._value_of[self._object_of[value]]) for value in values)
        self._value_of[None] = self._object_of[None] = None

    @property
    def python_type(self):
        return self.enum_class or str

    @property
    def native(self):
        return self.native_enum

    @property
    def sort_key_function(self):
        given = self._sort_key_function
        return self._db_value_for_elem if given is NO_ARG else given

    def _unknown(self, value):
        shown = ", ".join(self.enums)
        if len(self.enums) > 4:
            shown = ", ".join((*self.enums[:3], "..", self.enums[-1]))
        return LookupError(
            f"'{value}' is not among the defined enum values. Enum name: {self.name}. "
            f"Possible values: {shown}"
        )

    def _db_value_for_elem(self, value):
        try:
            return self._value_of[value]
        except KeyError:
            if isinstance(value, str) and not self.validate_strings:
                return value
            raise self._unknown(value) from None

    def bind_processor(self, dialect):
        return self._db_value_for_elem

    literal_processor = bind_processor

    def _limbeck_value(self, value):
        return self._db_value_for_elem(value)

    def result_processor(self, dialect, coltype):
        def process(value):
            try:
                return self._object_of[value]
            except KeyError:
                raise self._unknown(value) from None

        return process

    def _set_table(self, column, table):
        SchemaType._set_table(self, column, table)

    def _type_bound_check(self, column, dialect):
        if not self.create_constraint:
            return None
        if dialect is not None and self.native_enum and dialect.supports_native_enum:
            return None
        return _bound_check(self, column, String(), self.enums)

    def copy(self, **kw):
        copied = SchemaType.copy(self, **kw)
        # SQLAlchemy's copy of the general type has forgotten this; PostgreSQL's has not.
        copied.create_type = True
        return copied

    def adapt(self, cls, **kw):
        if not issubclass(cls, Enum):
            return super().adapt(cls, **kw)
        kw.setdefault("name", self.name)
        kw.setdefault("schema", self.schema)
        kw.setdefault("metadata", self.metadata)
        kw.setdefault("values_callable", self.values_callable)
        kw.setdefault("validate_strings", self.validate_strings)
        kw.setdefault("create_type", self.create_type)
        kw["_enums"] = [self.enum_class] if self.enum_class is not None else self.enums
        return cls(_disable_warnings=True, **kw)

    def _wire_value(self, value):
        if not isinstance(value, str) and self.native_enum:
            from ..exc import ArgumentError
            from .base import current_dialect

            if current_dialect().name in ("mysql", "mariadb"):
                raise ArgumentError(
                    f"the values of an ENUM are texts, not {type(value).__name__}: "
                    "write Enum('a', 'b') for several"
                )
        return str(value)

    def as_generic(self, allow_nulltype=False):
        return Enum(*self.enums, length=self.length, _disable_warnings=True)

    def repr_struct(self):
        return GenericRepr(
            self,
            additional_kw=[
                ("native_enum", True),
                ("create_constraint", False),
                ("length", self._default_length),
                ("schema", None),
            ],
            to_inspect=[Enum, SchemaType],
            omit_kwarg=["schema", "inherit_schema", "metadata"],
        )

    def _wire_args(self):
        return present(
            values=[self._wire_value(value) for value in self.enums],
            name=self.name,
            schema=self.schema,
            length=self.length or 0,
            collation=self.collation,
            create_constraint=bool(self.create_constraint),
            inherit_schema=bool(self.inherit_schema),
            dialect=self._wire_dialect,
            metadata=self.metadata is not None,
        )

    def _wire(self):
        wire = {"type": "Enum", "native": bool(self.native_enum), **self._wire_args()}
        wire["create_type"] = bool(self.create_type)
        return wire


class PickleType(TypeDecorator):
    """Python objects pickled into a binary column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, protocol=5, pickler=None, comparator=None, impl=None):
        self.protocol = protocol
        self.pickler = pickler
        self.comparator = comparator
        super().__init__()
        if impl is not None:
            self.impl = to_instance(impl)

    def _pickle(self):
        if self.pickler is not None:
            return self.pickler
        import pickle

        return pickle

    def process_bind_param(self, value, dialect):
        return None if value is None else self._pickle().dumps(value, self.protocol)

    def process_result_value(self, value, dialect):
        return None if value is None else self._pickle().loads(value)


class _AbstractInterval(HasExpressionLookup, _Recorded):
    _between_families = True
    python_type = _python_type("datetime", "timedelta")


class Interval(Emulated, _AbstractInterval):
    __visit_name__ = "type_decorator"
    _wire_kind = "Interval"
    impl = DateTime
    cache_ok = True

    def __init__(self, native=True, second_precision=None, day_precision=None):
        self.native = native
        self.second_precision = second_precision
        self.day_precision = day_precision

    def _is_native(self, dialect):
        return self.native and dialect.name == "postgresql"

    def bind_processor(self, dialect):
        if self._is_native(dialect):
            return None
        from datetime import datetime

        epoch = datetime(1970, 1, 1)
        return lambda value: None if value is None else epoch + value

    def _limbeck_value(self, value):
        dialect = current_dialect()
        process = None if dialect is None else self.bind_processor(dialect)
        return value if process is None else process(value)

    def result_processor(self, dialect, coltype):
        if self._is_native(dialect):
            return None
        from datetime import datetime

        epoch = datetime(1970, 1, 1)
        inner = _parsed("datetime")(self, dialect, coltype) or (lambda value: value)
        return lambda value: None if value is None else inner(value) - epoch

    def _wire_args(self):
        wire = present(second_precision=self.second_precision, day_precision=self.day_precision)
        wire["native"] = bool(self.native)
        return wire


class _Symbol:
    """A named constant."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"symbol('{self.name}')"

    def __limbeck__(self):
        return None


class JSON(Indexable, _Recorded):
    __visit_name__ = "JSON"
    _wire_kind = "JSON"
    hashable = False
    NULL = _Symbol("JSON_NULL")

    class JSONElementType(_Recorded):
        _wire_kind = "String"

    class JSONIntIndexType(JSONElementType):
        pass

    class JSONStrIndexType(JSONElementType):
        pass

    class JSONIntOrStrIndexType(JSONElementType):
        pass

    class JSONPathType(JSONElementType):
        pass

    def __init__(self, none_as_null=False):
        self.none_as_null = none_as_null

    @property
    def should_evaluate_none(self):
        return not self.none_as_null

    @should_evaluate_none.setter
    def should_evaluate_none(self, value):
        self.none_as_null = not value

    def _wire_args(self):
        if self._wire_name is not None:
            return {}
        return present(none_as_null=bool(self.none_as_null))

    def result_processor(self, dialect, coltype):
        if dialect.name == "postgresql":
            return None

        def process(value):
            if not isinstance(value, (str, bytes)):
                return value
            import json

            return json.loads(value)

        return process


class ARRAY(SchemaEventTarget, Indexable, Concatenable, _Recorded):
    __visit_name__ = "ARRAY"
    _wire_kind = "Array"
    _is_array = True
    python_type = list
    hashable = False

    def __init__(self, item_type, as_tuple=False, dimensions=None, zero_indexes=False):
        if isinstance(item_type, ARRAY) or (
            isinstance(item_type, type) and issubclass(item_type, ARRAY)
        ):
            raise ValueError(
                "Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays of "
                "basetype"
            )
        self.item_type = to_instance(item_type)
        self.as_tuple = as_tuple
        self.dimensions = dimensions
        self.zero_indexes = zero_indexes

    @property
    def hashable(self):
        return self.as_tuple

    @property
    def _joins_table(self):
        return self.item_type._joins_table

    def _set_table(self, column, table):
        self.item_type._set_table(column, table)

    def _wire_args(self):
        wire = present(dimensions=self.dimensions)
        wire["item"] = self.item_type
        return wire

    def _limbeck_value(self, value):
        from .elements import value_to_wire

        return self._each(value, self.dimensions, lambda item: value_to_wire(item, self.item_type))

    def _each(self, value, dimensions, process):
        """The items of an array, however deep, each as `process` makes it."""
        if not isinstance(value, (list, tuple, set)):
            return value
        items = list(value)
        deeper = items and isinstance(items[0], (list, tuple)) and dimensions is None
        if deeper or dimensions is not None and dimensions > 1:
            less = None if dimensions is None else dimensions - 1
            return [self._each(item, less, process) for item in items]
        return [process(item) for item in items]

    def _may_be_text(self):
        """Whether drivers know no array of the items' type, and give the server's text of one."""
        item = self.item_type
        own = isinstance(item, (Enum, UserDefinedType, TypeDecorator))
        return own or item.__visit_name__ in ("CITEXT", "DOMAIN")

    def result_processor(self, dialect, coltype):
        process = self.item_type.result_processor(dialect, coltype)
        texts = dialect.name == "postgresql" and self._may_be_text()
        if process is None and not self.as_tuple and not texts:
            return None
        made = tuple if self.as_tuple else list

        def each(value):
            if value is None:
                return None
            if isinstance(value, str):
                from ..dialects.postgresql.array import items_of

                value = items_of(value)
            return made(self._each(value, self.dimensions, process or (lambda item: item)))

        return each


class TupleType(TypeEngine):
    _is_tuple_type = True

    def __init__(self, *types):
        self.types = [to_instance(item) for item in types]
        self._fully_typed = NULLTYPE not in self.types


class TableValueType(TypeEngine):
    _is_table_value = True

    def __init__(self, *elements):
        self._elements = elements


class Uuid(Emulated, _Recorded):
    __visit_name__ = "uuid"
    _wire_kind = "Uuid"
    _takes_text = True

    def __init__(self, as_uuid=True, native_uuid=True):
        self.as_uuid = as_uuid
        self.native_uuid = native_uuid

    @property
    def native(self):
        return self.native_uuid

    @property
    def python_type(self):
        if self.as_uuid:
            from uuid import UUID as python_uuid

            return python_uuid
        return str

    def _is_native(self, dialect):
        return self.native_uuid and dialect.name in ("postgresql", "mariadb")

    def bind_processor(self, dialect):
        if self._is_native(dialect):
            return None

        def process(value):
            if value is None:
                return None
            return value.hex if self.as_uuid else value.replace("-", "")

        return process

    def _limbeck_value(self, value):
        from .base import current_dialect

        dialect = current_dialect()
        process = None if dialect is None else self.bind_processor(dialect)
        made = value if process is None else process(value)
        # Each database has a form of its own for a UUID; what is none has been refused by now.
        return value if self.as_uuid else made

    def result_processor(self, dialect, coltype):
        def process(value):
            if value is None:
                return None
            from uuid import UUID as python_uuid

            if isinstance(value, python_uuid):
                return value if self.as_uuid else str(value)
            value = python_uuid(value)
            return value if self.as_uuid else str(value)

        return process

    def _wire_args(self):
        return {"as_uuid": bool(self.as_uuid), "native_uuid": bool(self.native_uuid)}


class UUID(Uuid, NativeForEmulated):
    __visit_name__ = "UUID"
    _wire_kind = "sql"
    _wire_name = "UUID"

    def __init__(self, as_uuid=True):
        self.as_uuid = as_uuid
        self.native_uuid = True

    def _wire_args(self):
        return {"as_uuid": bool(self.as_uuid)}


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


NULLTYPE = NullType()
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
