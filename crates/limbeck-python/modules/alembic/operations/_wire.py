"""Operations as the JSON that Rust reads: `limbeck_core::ops::Operation`."""

import _limbeck
from sqlalchemy.sql import naming
from sqlalchemy.sql._schema_defaults import Computed, Identity, wire_server_default
from sqlalchemy.sql._schema_index import _index_options, _option_key
from sqlalchemy.sql._schema_item import (
    ColumnMarker, argument_error, is_clause, placeholder_of, wire_option,
)
from sqlalchemy.sql.base import HOOKS, running
from sqlalchemy.sql.type_api import present, to_instance

from ._wire_tables import (
    copied, create_table, fire_around, metadata_of, plain_table, run_create_table, table_of,
)


def statement(sqltext, as_sql=True):
    """What `op.execute` was given, as `Executable`: to be written down, or to be run."""
    if isinstance(sqltext, str):
        return {"statement": "text", "sql": str(sqltext)}
    if not hasattr(sqltext, "__limbeck__"):
        from sqlalchemy.exc import ObjectNotExecutableError

        raise ObjectNotExecutableError(sqltext)
    if placeholder_of(sqltext) is not None:
        placeholder_of(sqltext)._limbeck_fail("as a statement")
    clause = sqltext.__clause_element__()
    if as_sql:
        return _of_clause(clause)
    if not clause.supports_execution:
        from sqlalchemy.exc import ObjectNotExecutableError

        raise ObjectNotExecutableError(sqltext)
    with running():
        return _limbeck.to_wire(_of_clause(clause))


def _of_clause(clause):
    wire = clause.__limbeck__()
    if "statement" not in wire:
        return {"statement": "expression", "operand": wire}
    return wire


def drop_table(operation, context):
    if operation.table_kw:
        # The table says which options it takes.
        operation.to_table(context)
    return present(
        op="drop_table",
        name=operation.table_name,
        schema=operation.schema,
        if_exists=bool(operation.if_exists),
    )


def rename_table(operation, context):
    return present(
        op="rename_table",
        old=operation.table_name,
        new=operation.new_table_name,
        schema=operation.schema,
    )


def add_column(operation, context):
    """The column, and what it brings in statements of its own."""
    column = copied(operation.column)
    table = table_of(context, operation.table_name, [column], schema=operation.schema)
    inline = operation.inline_references and len(column.foreign_keys) == 1
    constraints = [
        item
        for item in table._wire_constraints()
        if item["kind"] != "primary_key"
        and not (inline and item["kind"] == "foreign_key" and len(item["columns"]) == 1)
    ]
    if inline:
        constraints += [
            item for item in table._wire_constraints() if item["kind"] == "foreign_key"
        ]
    wire = present(
        op="add_column",
        table=operation.table_name,
        schema=operation.schema,
        inline_references=bool(operation.inline_references),
        inline_primary_key=bool(operation.inline_primary_key),
        insert_before=operation.kw.get("insert_before"),
        insert_after=operation.kw.get("insert_after"),
    )
    wire["column"] = column._schema_wire()
    wire["constraints"] = constraints
    wire["indexes"] = [index._schema_wire(table) for index in _by_creation(table.indexes)]
    if operation.if_not_exists is not None:
        wire["if_not_exists"] = operation.if_not_exists
    return wire


def _by_creation(items):
    return sorted(items, key=lambda item: item._creation_order)


def _generator(value):
    """A default as `alter_column` takes it: `{"to": None}` removes it."""
    if value is None:
        return {"to": None}
    if isinstance(value, Identity):
        return {"to": {"identity": value}}
    if isinstance(value, Computed):
        return {"to": {"computed": value}}
    return {"to": {"default": wire_server_default(value)}}


def _type_checks(operation, context, type_):
    """The CHECKs that a Boolean or Enum brings to the altered column."""
    if type_ is None or not getattr(type_, "create_constraint", False):
        return []
    from sqlalchemy.sql.schema import Column

    column = Column(operation.column_name, type_)
    table = table_of(context, operation.table_name, [column], schema=operation.schema)
    return [item for item in table._wire_constraints() if item["kind"] == "check"]


def _replaced(type_):
    """An existing type beside a new one, which no statement spells; a function that is
    registered for it may fail."""
    if not HOOKS:
        return type_
    try:
        return type_.__limbeck__()
    except Exception:
        return {"type": "Null"}


def alter_column(operation, context):
    type_ = operation.modify_type
    existing = operation.existing_type
    type_ = None if type_ is None else to_instance(type_)
    existing = None if existing is None else to_instance(existing)
    kw = dict(operation.kw)
    wire = present(
        op="alter_column",
        table=operation.table_name,
        column=operation.column_name,
        schema=operation.schema,
        new_name=operation.modify_name,
        type=type_,
        existing_type=existing if type_ is None or existing is None else _replaced(existing),
        existing_comment=operation.existing_comment,
        insert_before=kw.pop("insert_before", None),
        insert_after=kw.pop("insert_after", None),
        type_checks=_type_checks(operation, context, type_) or None,
        existing_type_checks=(
            _type_checks(operation, context, existing) if type_ is not None else None
        ) or None,
    )
    flags = {
        "nullable": operation.modify_nullable,
        "existing_nullable": operation.existing_nullable,
        "autoincrement": kw.pop("autoincrement", None),
        "existing_autoincrement": kw.pop("existing_autoincrement", None),
    }
    wire.update({name: bool(flag) for name, flag in flags.items() if flag is not None})
    if isinstance(operation.existing_type if type_ is None else operation.modify_type, type):
        wire["bare_type"] = True
    if operation.modify_comment is not False:
        wire["comment"] = {"to": operation.modify_comment}
    if operation.modify_server_default is not False:
        wire["server_default"] = _generator(operation.modify_server_default)
    if operation.existing_server_default is not False:
        wire["existing_server_default"] = _generator(operation.existing_server_default)
    # A default of the client's and other keywords are taken and say nothing to the database.
    options = {
        key: wire_option(value)
        for key, value in kw.items()
        if value is not None and key.startswith(("postgresql_", "mysql_", "mariadb_", "sqlite_"))
    }
    if options:
        wire["options"] = options
    return wire


def drop_column(operation, context):
    wire = present(
        op="drop_column",
        table=operation.table_name,
        column=operation.column_name,
        schema=operation.schema,
        options={key: wire_option(value) for key, value in operation.kw.items()} or None,
    )
    if operation.if_exists is not None:
        wire["if_exists"] = operation.if_exists
    return wire


class _NamelessTable:
    """Enough of a table for naming an index or constraint by callables."""

    def __init__(self, name, schema, metadata):
        self.name, self.schema, self.metadata = name, schema, metadata


def index_wire(operation, context, columns):
    """The index of `create_index` and `drop_index`."""
    from sqlalchemy.sql.schema import Index

    target = context._target() if context is not None else None
    convention = getattr(target, "naming_convention", None)
    if convention and naming.has_callables(convention):
        return operation.to_index(context)._schema_wire()
    index = Index(operation.index_name)
    kw = dict(operation.kw)
    kw.pop("info", None)
    quote = kw.pop("quote", None)
    unique = bool(kw.pop("unique", getattr(operation, "unique", False)))
    index._validate_dialect_kwargs(kw)
    name = operation.index_name
    if quote is not None:
        from sqlalchemy.sql.base import quoted_name

        name = quoted_name(name, quote)
    return {
        "name": name,
        "table": operation.table_name or "no_table",
        "schema": operation.schema,
        "elements": [_index_element(item) for item in columns],
        "unique": unique,
        "options": _index_options(index),
    }


def _index_element(item):
    if isinstance(item, str):
        return {"column": item}
    if isinstance(item, ColumnMarker):
        return {"column": item.name}
    if not is_clause(item):
        raise argument_error(f"Element {item!r} is not a string name or column element")
    # A text has no name, but `postgresql_ops` may speak of it by what it says.
    key = item.text if getattr(item, "__visit_name__", None) == "textclause" else _option_key(item)
    return present(expr=item.__clause_element__(), name=key)


def create_index(operation, context):
    columns = operation.columns
    if isinstance(columns, str):
        columns = list(columns)
    wire = {"op": "create_index", "index": index_wire(operation, context, columns)}
    if operation.if_not_exists is not None:
        wire["if_not_exists"] = operation.if_not_exists
    return wire


def drop_index(operation, context):
    index = index_wire(operation, context, ())
    wire = present(
        op="drop_index",
        name=index["name"],
        table=operation.table_name,
        schema=operation.schema,
        options=index["options"] or None,
    )
    if operation.if_exists is not None:
        wire["if_exists"] = operation.if_exists
    return wire


def add_constraint(operation, context):
    return constraint_operation(operation.to_constraint(context))


def constraint_operation(constraint):
    table = constraint.table
    return {
        "op": "create_constraint",
        "table": table.name,
        "schema": table.schema,
        "constraint": constraint._schema_wire(),
    }


_TYPES = ("check", "foreignkey", "primary", "unique", None)


def drop_constraint(operation, context):
    if operation.constraint_type not in _TYPES:
        shown = ", ".join(sorted(repr(name) for name in _TYPES))
        raise TypeError(f"'type' can be one of {shown}")
    wire = present(
        op="drop_constraint",
        name=_dropped_name(operation, context),
        table=operation.table_name,
        schema=operation.schema,
        type=operation.constraint_type,
    )
    if operation.if_exists is not None:
        wire["if_exists"] = operation.if_exists
    return wire


def _dropped_name(operation, context):
    target = context._target() if context is not None else None
    convention = getattr(target, "naming_convention", None)
    if not convention or not naming.has_callables(convention):
        return operation.constraint_name
    from sqlalchemy.sql import schema as classes

    cls = {
        "check": classes.CheckConstraint, "foreignkey": classes.ForeignKeyConstraint,
        "primary": classes.PrimaryKeyConstraint, "unique": classes.UniqueConstraint,
        None: classes.Constraint,
    }[operation.constraint_type]
    arguments = {"check": ("",), "foreignkey": ((), ())}.get(operation.constraint_type, ())
    constraint = cls(*arguments, name=operation.constraint_name)
    table = _NamelessTable(operation.table_name, operation.schema, metadata_of(context))
    return naming.name_by_convention(constraint, table, convention)


def create_table_comment(operation, context):
    return present(
        op="create_table_comment",
        table=operation.table_name,
        schema=operation.schema,
        comment=operation.comment,
        existing_comment=operation.existing_comment,
    )


def drop_table_comment(operation, context):
    return present(
        op="drop_table_comment",
        table=operation.table_name,
        schema=operation.schema,
        existing_comment=operation.existing_comment,
    )


def execute(operation, context):
    wire = {"op": "execute", "statement": statement(operation.sqltext, context.as_sql)}
    if operation.execution_options:
        wire["options"] = {
            key: value for key, value in operation.execution_options.items() if _plain(value)
        }
    return wire


def _plain(value):
    return value is None or isinstance(value, (str, int, float, bool, list, dict))


def batch(impl, operations):
    """`batch_alter_table` with what its block queued."""
    from sqlalchemy.sql.schema import Column

    columns, constraints = [], []
    for item in impl.reflect_args:
        (columns if isinstance(item, Column) else constraints).append(item)
    wire = present(
        op="batch_alter_table",
        table=impl.table_name,
        schema=impl.schema,
        copy_from=None if impl.copy_from is None else impl.copy_from._schema_wire(True),
        naming_convention=naming.convention_templates(impl.naming_convention),
    )
    wire["recreate"] = impl.recreate
    wire["operations"] = operations
    wire["table_args"] = [item._schema_wire() for item in impl.table_args]
    wire["table_options"] = {key: wire_option(item) for key, item in impl.table_kwargs.items()}
    wire["partial_reordering"] = [list(names) for names in impl.partial_reordering or ()]
    wire["reflect_columns"] = [column._schema_wire() for column in columns]
    wire["reflect_constraints"] = [
        item._schema_wire() for item in _of_types(columns, impl.dialect) + constraints
    ]
    return wire


def _of_types(columns, dialect):
    """The CHECKs that the types of these columns bring."""
    from sqlalchemy.sql.schema import MetaData, Table, type_bound_wanted

    bringing = [copied(column) for column in columns if column.type._joins_table]
    table = Table("", MetaData(), *bringing)
    checks = [item for item in table.constraints if item._type_bound]
    checks.sort(key=lambda item: item._creation_order)
    return [item for item in checks if type_bound_wanted(item, dialect)]
