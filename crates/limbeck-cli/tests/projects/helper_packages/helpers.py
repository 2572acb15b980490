"""What packages for geometry, versioned rows and the like do to SQLAlchemy and Alembic."""
from alembic.autogenerate import renderers, rewriter
from alembic.autogenerate.render import (
    _add_column, _add_index, _add_table, _drop_column, _drop_index, _drop_table, _render_column,
    _render_server_default, _repr_type,
)
from alembic.operations import Operations, ops
from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, event, text
from sqlalchemy.dialects.mssql.base import MSDialect
from sqlalchemy.dialects.oracle.base import OracleDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.ext.asyncio import async_object_session
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import FromStatement, Mapper, attributes, mapperlib
from sqlalchemy.orm.session import _state_session
from sqlalchemy.schema import DDL
from sqlalchemy.sql.visitors import ReplacingCloningVisitor

writer = rewriter.Rewriter()
normal = SQLiteDialect.get_indexes


def get_indexes(self, connection, table_name, schema=None, **kw):
    return normal(self, connection, table_name, schema=schema, **kw)


SQLiteDialect.get_indexes = get_indexes
assert mapperlib.Mapper is Mapper and not issubclass(MSDialect, OracleDialect)
assert attributes.PASSIVE_NO_INITIALIZE | attributes.SQL_OK


@compiles(BigInteger, "sqlite")
def big_integer(type_, compiler, **kw):
    return "INTEGER"


class OtherTable(ReplacingCloningVisitor):
    """The same columns, of another table."""

    def __init__(self, table):
        self.table = table

    def replace(self, element):
        return self.table.c[element.name] if isinstance(element, Column) else None


class Special:
    """Operations of its own, which are written as Alembic's are."""


def special(base, name):
    made = type(base.__name__.replace("Op", "SpecialOp"), (base, Special), {})

    def run(cls, operations, *args, **kw):
        print(name, args[0])

    setattr(made, name, classmethod(run))
    return Operations.register_operation(name)(made)


CreateSpecial = special(ops.CreateTableOp, "create_special_table")
DropSpecial = special(ops.DropTableOp, "drop_special_table")
AddSpecial = special(ops.AddColumnOp, "add_special_column")
DropSpecialColumn = special(ops.DropColumnOp, "drop_special_column")
IndexSpecial = special(ops.CreateIndexOp, "create_special_index")
DropSpecialIndex = special(ops.DropIndexOp, "drop_special_index")


@renderers.dispatch_for(CreateSpecial)
def render_create(context, op):
    return _add_table(context, op).replace(".create_table(", ".create_special_table(")


@renderers.dispatch_for(DropSpecial)
def render_drop(context, op):
    return _drop_table(context, op).replace(".drop_table(", ".drop_special_table(")


@renderers.dispatch_for(AddSpecial)
def render_add(context, op):
    column = op.column
    default = column.server_default
    return [
        _add_column(context, op).replace(".add_column(", ".add_special_column("),
        f"# {_render_column(column, context)}",
        f"# {_repr_type(column.type, context)} {_render_server_default(default, context)}",
    ]


@renderers.dispatch_for(DropSpecialColumn)
def render_drop_column(context, op):
    return _drop_column(context, op).replace(".drop_column(", ".drop_special_column(")


@renderers.dispatch_for(IndexSpecial)
def render_index(context, op):
    return _add_index(context, op).replace(".create_index(", ".create_special_index(")


@renderers.dispatch_for(DropSpecialIndex)
def render_drop_index(context, op):
    return _drop_index(context, op).replace(".drop_index(", ".drop_special_index(")


@writer.rewrites(ops.CreateTableOp)
def rewrite_create(context, revision, op):
    return CreateSpecial(
        op.table_name, op.columns, schema=op.schema, _namespace_metadata=op._namespace_metadata,
        _constraints_included=op._constraints_included, **op.kw,
    )


@writer.rewrites(ops.DropTableOp)
def rewrite_drop(context, revision, op):
    return DropSpecial(op.table_name, schema=op.schema)


@writer.rewrites(ops.AddColumnOp)
def rewrite_add(context, revision, op):
    return AddSpecial(op.table_name, op.column, schema=op.schema)


@writer.rewrites(ops.DropColumnOp)
def rewrite_drop_column(context, revision, op):
    return DropSpecialColumn(op.table_name, op.column_name, schema=op.schema)


@writer.rewrites(ops.CreateIndexOp)
def rewrite_index(context, revision, op):
    return IndexSpecial(op.index_name, op.table_name, op.columns, schema=op.schema,
                        unique=op.unique)


@writer.rewrites(ops.DropIndexOp)
def rewrite_drop_index(context, revision, op):
    return DropSpecialIndex(op.index_name, table_name=op.table_name, schema=op.schema)


def render_item(kind, item, context):
    if kind == "type" and isinstance(item, String) and item.length == 7:
        context.imports.add("import helpers")
        return "helpers.Seven()"
    return False


versioned = []


@event.listens_for(Mapper, "instrument_class")
def instrument(mapper, cls):
    if hasattr(cls, "__versioned__"):
        versioned.append(cls)


@event.listens_for(Mapper, "after_configured")
def configured():
    while versioned:
        table = versioned.pop().__table__
        assert str(OtherTable(table.alias()).traverse(table.c.id > 1)).endswith("id > :id_1")
        columns = [Column(column.name, column.type) for column in table.c]
        Table(table.name + "_version", table.metadata, *columns, Column("moment", BigInteger))


@event.listens_for(Table, "before_create")
def before_create(table, connection, **kw):
    for column in table.columns:
        if column.info.get("spatial"):
            column.info["type"] = column.type
            column.type = Integer()


@event.listens_for(Table, "after_create")
def after_create(table, connection, **kw):
    for column in table.columns:
        if "type" in column.info:
            column.type = column.info.pop("type")
            connection.execute(text(f"SELECT 'recover {table.name}.{column.name}'"))


event.listen(Table, "before_drop", DDL("SELECT 'discard %(table)s'"))
event.listen(Table, "after_drop", DDL("SELECT 'gone %(table)s'").execute_if(dialect="sqlite"))
