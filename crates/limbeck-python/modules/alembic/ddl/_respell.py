"""The statements of directives as elements, where a script has functions for some of them."""

from sqlalchemy.sql import ddl
from sqlalchemy.sql._custom import respell
from sqlalchemy.sql.schema import Column, Computed, Identity, Table, UniqueConstraint

from ..operations import _wire
from . import _remade, base


def respell_all(wire, operation, context):
    """Has an operation carry what registered functions make of its statements."""
    dialect = context.dialect.name
    for element in _elements(wire, operation, context, dialect):
        respell(wire, element)


def _elements(wire, operation, context, dialect):
    kind = wire["op"]
    if operation._statement is not None:
        yield operation._statement(operation, context)
    elif kind == "add_column":
        yield from _added(operation, context, dialect)
    elif kind == "alter_column":
        yield from _altered(operation, dialect)
    elif kind == "drop_column":
        # The type is not known, and says nothing.
        column = Column(operation.column_name)
        Table(operation.table_name, _wire.metadata_of(context), column, schema=operation.schema)
        element = base.DropColumn(operation.table_name, column, operation.schema,
                                  operation.if_exists)
        yield _of(element, wire)
    elif kind == "rename_table":
        yield base.RenameTable(operation.table_name, operation.new_table_name, operation.schema)
    elif kind == "drop_constraint":
        constraint = UniqueConstraint(name=operation.constraint_name)
        table = Table(operation.table_name, _wire.metadata_of(context), schema=operation.schema)
        table.append_constraint(constraint)
        yield _of(ddl.DropConstraint(constraint, if_exists=operation.if_exists), wire)


def respell_batch(wire, impl, made, context):
    """The same for a batch: for each of its operations, or for the table that it makes anew."""
    if made is None:
        for inner, operation in zip(impl.batch, impl.queued):
            respell_all(inner, operation, context)
        return
    for element in _remade.elements(impl, made):
        respell(wire, element)


def _of(element, wire):
    """The element, which says just what the operation does."""
    own = {name: value for name, value in wire.items() if name != "spelled"}
    element._operation = lambda: own
    return element


def _added(operation, context, dialect):
    column = _wire.copied(operation.column)
    table = _wire.table_of(context, operation.table_name, [column], schema=operation.schema)
    yield base.AddColumn(
        operation.table_name, column, operation.schema, operation.if_not_exists,
        operation.inline_references, operation.inline_primary_key,
    )
    for constraint in table._sorted_constraints:
        if constraint._wire_kind in ("unique", "foreign_key"):
            yield ddl.AddConstraint(constraint)
    for index in table.indexes:
        yield ddl.CreateIndex(index)
    if column.comment and dialect == "postgresql":
        yield ddl.SetColumnComment(column)


def _altered(operation, dialect):
    place = (operation.table_name, operation.column_name)
    given = {
        "schema": operation.schema, "existing_type": operation.existing_type,
        "existing_nullable": operation.existing_nullable,
        "existing_comment": operation.existing_comment,
        "existing_server_default": operation.existing_server_default,
    }
    if dialect in ("mysql", "mariadb"):
        from .mysql import element_of

        yield element_of(operation, place, given)
        return
    if operation.modify_type is not None:
        if dialect == "postgresql":
            from .postgresql import PostgresqlColumnType

            using = operation.kw.get("postgresql_using")
            yield PostgresqlColumnType(*place, operation.modify_type, using=using, **given)
        else:
            yield base.ColumnType(*place, operation.modify_type, **given)
    if operation.modify_nullable is not None:
        yield base.ColumnNullable(*place, operation.modify_nullable, **given)
    default = operation.modify_server_default
    if default is not False:
        either = (default, operation.existing_server_default)
        if any(isinstance(one, Identity) for one in either):
            yield base.IdentityColumnDefault(*place, default, None, **given)
        elif not any(isinstance(one, Computed) for one in either):
            yield base.ColumnDefault(*place, default, **given)
    if operation.modify_comment is not False:
        yield base.ColumnComment(*place, operation.modify_comment, **given)
    if operation.modify_name is not None:
        yield base.ColumnName(*place, operation.modify_name, **given)
