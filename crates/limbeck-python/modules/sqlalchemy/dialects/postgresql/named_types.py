"""PostgreSQL's types that are objects of the schema: enumerations and domains."""

from ...sql import sqltypes
from ...sql._schema_item import SchemaVisitable
from ...sql.base import current_dialect
from ...sql.ddl import ExecutableDDLElement, create_type_operation, drop_type_operation
from ...sql.type_api import NO_ARG, NativeForEmulated, present, to_instance
from .types import _Postgresql


class NamedType(SchemaVisitable):
    """A type that is created and dropped by itself."""


class ENUM(NamedType, NativeForEmulated, sqltypes.Enum):
    native_enum = True
    _wire_dialect = "postgresql"

    def __init__(self, *enums, name=NO_ARG, create_type=True, **kw):
        if kw.pop("native_enum", None) is False:
            from ...util import warn

            warn(
                "the native_enum flag does not apply to the sqlalchemy.dialects.postgresql.ENUM "
                "datatype; this type always refers to ENUM.   Use sqlalchemy.types.Enum for "
                "non-native enum."
            )
        if name is not NO_ARG:
            kw["name"] = name
        kw["create_type"] = create_type
        super().__init__(*enums, **kw)

    def copy(self, **kw):
        copied = super().copy(**kw)
        copied.create_type = self.create_type
        return copied


class DOMAIN(NamedType, sqltypes.SchemaType, _Postgresql):
    __visit_name__ = "DOMAIN"
    _wire_name = "DOMAIN"

    def __init__(self, name, data_type, *, collation=None, collation_schema=None, default=None,
                 constraint_name=None, not_null=None, check=None, create_type=True, **kw):
        from ...sql._schema_constraints import ddl_expression

        self.data_type = to_instance(data_type)
        self.default = default
        self.collation = collation
        self.constraint_name = constraint_name
        self.not_null = bool(not_null)
        self.check = None if check is None else ddl_expression(check)
        self._create_type = create_type
        sqltypes.SchemaType.__init__(self, name=name, create_type=create_type, **kw)

    def _wire_args(self):
        from ...sql._schema_constraints import ddl_expression

        wire = present(
            schema=self.schema, collation=self.collation, check=self.check,
            constraint_name=self.constraint_name,
            default=self._default(),
        )
        wire["type_name"] = str(self.name)
        wire["item"] = self.data_type
        wire["create_type"] = bool(self.create_type)
        wire["not_null"] = self.not_null
        return wire

    def _default(self):
        """What stands behind DEFAULT: a string is a value, not SQL."""
        from ...sql.elements import expression

        return None if self.default is None else expression(self.default)

    def _spelled(self, clause):
        return clause.compile(dialect=current_dialect(), compile_kwargs={"literal_binds": True})

    def _qualified(self):
        quote = current_dialect().identifier_preparer.quote
        return f"{quote(self.schema)}.{quote(self.name)}" if self.schema else quote(self.name)

    def _create_sql(self):
        dialect = current_dialect()
        sql = f"CREATE DOMAIN {self._qualified()} AS {self.data_type.compile(dialect=dialect)}"
        if self.collation is not None:
            sql += f" COLLATE {dialect.identifier_preparer.quote(self.collation)}"
        if self.default is not None:
            sql += f" DEFAULT {self._spelled(self._default())}"
        if self.constraint_name is not None:
            sql += f" CONSTRAINT {dialect.identifier_preparer.quote(self.constraint_name)}"
        if self.not_null:
            sql += " NOT NULL"
        if self.check is not None:
            sql += f" CHECK ({self._spelled(self.check)})"
        return sql

    def _drop_sql(self):
        return f"DROP DOMAIN {self._qualified()}"


class _OfType(ExecutableDDLElement):
    def __init__(self, type_, **kw):
        self.element = type_


class CreateEnumType(_OfType):
    def _operation(self):
        return create_type_operation(self.element)


class DropEnumType(_OfType):
    def _operation(self):
        return drop_type_operation(self.element)


class CreateDomainType(CreateEnumType):
    pass


class DropDomainType(DropEnumType):
    pass
