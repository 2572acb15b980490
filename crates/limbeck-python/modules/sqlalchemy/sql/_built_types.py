"""Types whose values are built of several, or by Python: JSON, arrays, UUIDs, intervals."""

from ._enum import Enum
from ._plain_types import (
    NULLTYPE, Concatenable, DateTime, HasExpressionLookup, Indexable, LargeBinary, _Recorded,
    _parsed, _python_type,
)
from .base import current_dialect
from .type_api import (
    Emulated, NativeForEmulated, SchemaEventTarget, TypeDecorator, TypeEngine, UserDefinedType,
    present, to_instance,
)

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.sqltypes"


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

    def __repr__(self):
        # SQLAlchemy shows the type that it wraps, which has none of its arguments.
        return "Interval()"

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
