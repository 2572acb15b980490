"""The statements of a batch that makes its table anew, as elements."""

from sqlalchemy.sql import ddl
from sqlalchemy.sql.schema import Column, Index, MetaData, Table
from sqlalchemy.sql.type_api import to_instance

from . import base


def elements(impl, made):
    """What is done to the new table and the old one, in the order of the statements."""
    source = _source(impl)
    table = _under(made["temporary"], _columns(impl, source), made["table"], impl)
    yield ddl.CreateTable(table)
    yield ddl.DropTable(source)
    yield base.RenameTable(table.name, impl.table_name, impl.schema)
    own = _under(impl.table_name, _columns(impl, source), made["table"], impl)
    for wire in made["table"]["indexes"]:
        yield _index(own, wire)


def _source(impl):
    """The table as it was."""
    if impl.copy_from is not None:
        return impl.copy_from
    given = [item._copy() for item in impl.reflect_args]
    bind = impl.operations.migration_context.bind
    return Table(impl.table_name, MetaData(), *given, schema=impl.schema, autoload_with=bind)


def _columns(impl, source):
    """The columns as the batch leaves them, by the keys that they had or were given."""
    from ..operations import ops

    columns = {column.name: column._copy() for column in source.columns}
    for operation in impl.queued:
        if isinstance(operation, ops.AddColumnOp):
            columns[operation.column.name] = operation.column._copy()
        elif isinstance(operation, ops.DropColumnOp):
            del columns[operation.column_name]
        elif isinstance(operation, ops.AlterColumnOp):
            _alter(columns[operation.column_name], operation)
    return columns


def _alter(column, operation):
    if operation.modify_name is not None:
        column.name = operation.modify_name
    if operation.modify_type is not None:
        column.type = to_instance(operation.modify_type)
    if operation.modify_nullable is not None:
        column.nullable = operation.modify_nullable
    if operation.modify_comment is not False:
        column.comment = operation.modify_comment
    default = operation.modify_server_default
    if default is not False:
        made = Column(column.name, column.type, server_default=default)
        column.server_default = made.server_default


def _under(name, columns, wire, impl):
    """A table of these columns that says of itself what has been decided."""
    places = {_text(column["name"]): place for place, column in enumerate(wire["columns"])}
    kept = [column for column in columns.values() if column.name in places]
    kept.sort(key=lambda column: places[column.name])
    table = Table(name, MetaData(), *kept, schema=impl.schema)
    decided = {**wire, "name": name, "indexes": []}
    table._schema_wire = lambda *_, **_kw: decided
    return table


def _index(table, wire):
    by_name = {column.name: column for column in table.columns}
    names = [_text(element["column"]) for element in wire["elements"] if "column" in element]
    index = Index(_text(wire["name"]), *(by_name[name] for name in names), unique=wire["unique"])
    element = ddl.CreateIndex(index)
    element._operation = lambda: {"op": "create_index", "index": wire}
    return element


def _text(name):
    if isinstance(name, dict):
        return name["final"] if "final" in name else name["name"]
    return name
