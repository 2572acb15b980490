"""Tables that are created, as the JSON that Rust reads."""

from sys import modules

from sqlalchemy.sql._schema_item import placeholder_of
from sqlalchemy.sql.base import HOOKS


def metadata_of(context):
    """A metadata for one operation, with the naming convention of the target's."""
    from sqlalchemy.sql.schema import MetaData

    target = context._target() if context is not None else None
    metadata = MetaData(naming_convention=getattr(target, "naming_convention", None))
    metadata._ephemeral = True
    return metadata


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
