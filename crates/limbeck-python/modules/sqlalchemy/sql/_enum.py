"""Enumerations."""

from ._plain_types import String
from .sqltypes import SchemaType, _bound_check
from .type_api import NO_ARG, Emulated, GenericRepr, present

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.sqltypes"


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
