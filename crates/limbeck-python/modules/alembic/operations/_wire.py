"""Operations as the JSON that Rust reads: `limbeck_core::ops::Operation`."""

from sys import modules

import _limbeck
from sqlalchemy.sql import naming
from sqlalchemy.sql._schema_index import _index_options, _option_key
from sqlalchemy.sql._schema_defaults import Computed, Identity, wire_server_default
from sqlalchemy.sql._schema_item import (
    ColumnMarker, argument_error, is_clause, placeholder_of, wire_option,
)
from sqlalchemy.sql.base import HOOKS, current_dialect, running
from sqlalchemy.sql.elements import column_bind_expression, plain_kinds, value_to_wire
from sqlalchemy.sql.type_api import present, to_instance


def metadata_of(context):
    """A metadata for one operation, with the naming convention of the target's."""
    from sqlalchemy.sql.schema import MetaData

    target = context._target() if context is not None else None
    metadata = MetaData(naming_convention=getattr(target, "naming_convention", None))
    metadata._ephemeral = True
    return metadata


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


def copied(column):
    """The column itself, or a copy where it belongs to a table already."""
    return column._copy() if column.table is not None else column


def table_of(context, name, items, constraints_included=False, **kw):
    """The table that `create_table` and its like describe."""
    from sqlalchemy.sql.schema import Column, Constraint, Index, Table

    columns = [copied(item) for item in items if isinstance(item, Column)]
    if constraints_included:
        for column in columns:
            column.unique = column.index = False
    table = Table(name, metadata_of(context), *columns, **kw)
    for item in items:
        if isinstance(item, Column):
            continue
        if isinstance(item, Index) or isinstance(item, Constraint) and not item._type_bound:
            owner = item.table if isinstance(item, Index) else item.__dict__.get("parent")
            if owner is not None and owner is not table:
                if isinstance(item, Constraint) and item.__visit_name__.endswith(
                    "check_constraint"
                ):
                    item._copy(target_table=table)
                    continue
                item = item._copy(target_table=table)
            table.append_constraint(item)
        else:
            placeholder = placeholder_of(item)
            if placeholder is not None:
                placeholder._limbeck_fail(f"as a part of table {name}")
    return table


def plain_table(operation, context):
    """`create_table` as generated scripts have it, without building a `Table`.

    None where anything in it must be worked out by a table: a flag on a column, a foreign key
    inside one, a type with a CHECK, a naming convention with functions.
    """
    from sqlalchemy.sql.schema import NULL_UNSPECIFIED, PLAIN_CONSTRAINTS, Column

    if operation.kw or operation.prefixes or "sqlalchemy.event" in modules:
        return None
    convention = getattr(context._target(), "_convention", None)
    if convention is not None and convention()[1]:
        return None
    columns, constraints, key = {}, [], None
    for item in operation.columns:
        if type(item) is Column:
            own = item.__dict__
            name = own["name"]
            if not own["type"]._isnull and _is_plain(own) and name and name not in columns:
                columns[name] = item
                continue
            return None
        if type(item) not in PLAIN_CONSTRAINTS or not item._is_plain():
            return None
        constraints.append(item)
    constraints.sort(key=lambda item: item._creation_order)
    wires = {name: column._schema_wire() for name, column in columns.items()}
    marked = [name for name, wire in wires.items() if wire["primary_key"]]
    rest = []
    for item in constraints:
        for name in item._pending_colargs if item._wire_kind != "check" else ():
            if name not in columns:
                return None
        if item._wire_kind != "primary_key":
            rest.append(item._schema_wire())
        elif key is not None or marked:
            return None
        else:
            key = item._schema_wire()
    if key is None and marked:
        if len(marked) > 1:
            return None
        key = {"kind": "primary_key", "columns": marked}
    elif key is not None:
        for name in key["columns"]:
            wires[name]["primary_key"] = True
            if columns[name].__dict__["_user_defined_nullable"] is NULL_UNSPECIFIED:
                wires[name]["nullable"] = False
    table = {
        "name": operation.table_name, "schema": operation.schema,
        "columns": list(wires.values()), "constraints": rest if key is None else [key, *rest],
        "comment": operation.comment,
    }
    if convention is not None:
        table["naming_convention"] = convention()[0]
    wire = {"op": "create_table", "table": table}
    if operation.if_not_exists:
        wire["if_not_exists"] = True
    return wire


def _is_plain(own):
    type_ = own["type"]
    return (
        own["key"] == own["name"]
        and not (own.get("index") or own.get("unique"))
        and not (own.get("foreign_keys") or own.get("constraints"))
        and own.get("table") is None
        and not type_._variants
        and not type_._joins_table
        and "_attach_listeners" not in own
    )


def create_table(operation, context):
    table = operation.to_table(context)
    wire = {"op": "create_table", "table": table._schema_wire()}
    if operation.if_not_exists:
        wire["if_not_exists"] = True
    return wire, table


def fire_around(context, table, event):
    """Tells the listeners of a table what a directive is about to do to it, or has done."""
    from sqlalchemy.sql._schema_item import fire

    fire(table, event, table, context.bind, checkfirst=False, _ddl_runner=context.impl)


def run_create_table(context, table, if_not_exists):
    """Creates a table, its indexes and its comments, and tells those who listen."""
    event = modules.get("sqlalchemy.event")
    if event is None or not event._has_listeners(table, "before_create", "after_create"):
        context._invoke(_table_operation(table, if_not_exists))
        return
    fire_around(context, table, "before_create")
    wire = _table_operation(table, if_not_exists)
    wire["table"]["indexes"] = []
    comments = context.dialect.name == "postgresql"
    if comments:
        # They come last, each as a statement of its own.
        wire["table"].pop("comment", None)
        wire["table"]["columns"] = [
            {key: value for key, value in column.items() if key != "comment"}
            for column in wire["table"]["columns"]
        ]
    context._invoke(wire)
    fire_around(context, table, "after_create")
    for index in table.indexes:
        context.impl.create_index(index)
    if comments:
        if table.comment is not None:
            context.impl.create_table_comment(table)
        for column in table.columns:
            if column.comment is not None:
                context.impl.create_column_comment(column)


def _table_operation(table, if_not_exists):
    wire = {"op": "create_table", "table": table._schema_wire()}
    if if_not_exists:
        wire["if_not_exists"] = True
    if HOOKS:
        from sqlalchemy.sql._custom import respell_table

        respell_table(wire, table, if_not_exists)
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


def bulk_insert(operation, context):
    table, rows = operation.table, operation.rows
    if not isinstance(rows, list):
        raise TypeError("List expected")
    if rows and not isinstance(rows[0], dict):
        raise TypeError("List of dictionaries expected")
    columns = {column.key: column for column in table.c}
    found = {key: column_bind_expression(column) for key, column in columns.items()}
    defaults = {} if context.as_sql or not rows else _client_defaults(columns, rows[0])
    return {
        "op": "bulk_insert",
        "bind_expressions": {key: made for key, made in found.items() if made is not None},
        "table": table_wire(table),
        "rows": _rows(columns, defaults, rows, context.as_sql),
        "multiinsert": bool(operation.multiinsert),
    }


def _client_defaults(columns, first):
    """The columns that the first row leaves out, for which the client has a value."""
    return {
        key: column for key, column in columns.items()
        if key not in first and getattr(column, "default", None) is not None
        and not column.default.is_sequence
    }


def table_wire(table):
    """A table of any kind as `limbeck_core::schema::Table`."""
    if hasattr(table, "_schema_wire"):
        return table._schema_wire()
    columns = [
        present(name=column.name, type=column.type, key=_other_key(column)) for column in table.c
    ]
    return present(name=table.name, schema=getattr(table, "schema", None), columns=columns)


def _other_key(column):
    return column.key if column.key != column.name else None


def _rows(columns, defaults, rows, as_sql):
    plain = {key: plain_kinds(column.type) for key, column in columns.items()}
    if as_sql:
        return [_row(columns, plain, defaults, _written(columns, row), True) for row in rows]
    with running():
        return [_row(columns, plain, defaults, row, False) for row in rows]


def _written(columns, row):
    """The row with the values in place that a type of the script's own writes."""
    from sqlalchemy.sql.elements import BindParameter
    from sqlalchemy.sql.type_api import known_dialect

    dialect = known_dialect()

    def own(key, value):
        column = columns.get(getattr(key, "key", key))
        return (
            column is not None and not is_clause(value)
            and column.type._for_dialect(dialect)._writes_literals(dialect)
        )

    return {
        key: BindParameter(None, value, type_=columns[getattr(key, "key", key)].type)
        if own(key, value) else value
        for key, value in row.items()
    }


def _row(columns, plain, defaults, row, as_sql):
    """A row by column key; what the client supplies is computed here where the row will run."""
    wire = {}
    for key, value in row.items():
        key = getattr(key, "key", key)
        column = columns.get(key)
        if column is not None and type(value) in plain[key]:
            wire[key] = value
        elif is_clause(value):
            wire[key] = {"$expr": value.__clause_element__()}
        elif column is not None:
            wire[key] = value_to_wire(value, column.type)
        elif as_sql:
            raise KeyError(key)
        else:
            from sqlalchemy.exc import CompileError

            raise CompileError(f"Unconsumed column names: {key}")
    if not defaults:
        return wire
    from sqlalchemy.sql._called import Call

    given = dict(row)
    for key, column in defaults.items():
        if key in row:
            continue
        value = given[key] = column.default.value(Call(given))
        wire[key] = (
            {"$expr": value.__clause_element__()}
            if column.default.is_clause_element
            else value_to_wire(value, column.type)
        )
    return wire


def client_default(column, as_sql):
    """What the client supplies for a column that a batch adds to the rows it copies."""
    from sqlalchemy.sql._called import default_wire
    from sqlalchemy.sql.elements import BindParameter

    if as_sql and column.default.is_callable:
        return BindParameter(column.key, None, type_=column.type)
    with running():
        return default_wire(column, column.default, {})


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
