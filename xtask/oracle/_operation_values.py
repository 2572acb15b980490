"""Alembic's operations as Limbeck's values."""

import io

import sqlalchemy as sa

from alembic.migration import MigrationContext
from alembic.operations import Operations, ops
from alembic.operations.base import AbstractOperations

from _schema_values import (
    bind, change, column_of, constraint_of, constraints_of, expr, ident, index_of, name_of,
    options_of, pruned, sequence_options, table_of, type_of, value_of,
)


def type_checks(table, name, type_):
    if type_ is None:
        return []
    made = sa.Table(table, sa.MetaData(), sa.Column(name, type_))
    return [constraint_of(c) for c in made.constraints if isinstance(c, sa.CheckConstraint)]


def element_of(element):
    """A DDL construct of SQLAlchemy that a script executes."""
    item = element.element
    if isinstance(element, (sa.schema.CreateSequence, sa.schema.DropSequence)):
        sequence = {"name": item.name, "schema": item.schema} | sequence_options(item)
        if item.data_type is not None:
            sequence["data_type"] = type_of(item.data_type)
        if isinstance(element, sa.schema.CreateSequence):
            return {"op": "create_sequence", "sequence": sequence, "if_not_exists": element.if_not_exists}
        return {"op": "drop_sequence", "sequence": sequence, "if_exists": element.if_exists}
    if isinstance(element, sa.schema.CreateSchema):
        return {"op": "create_schema", "name": ident(item), "if_not_exists": element.if_not_exists}
    if isinstance(element, sa.schema.DropSchema):
        return {"op": "drop_schema", "name": ident(item), "if_exists": element.if_exists,
                "cascade": element.cascade}
    raise NotImplementedError(f"construct {element!r}")


def operation(op):
    match op:
        case ops.CreateTableOp():
            return {"op": "create_table", "table": table_of(op.to_table()),
                    "if_not_exists": bool(op.if_not_exists)}
        case ops.DropTableOp():
            return pruned({"op": "drop_table", "name": ident(op.table_name), "schema": op.schema,
                           "if_exists": op.if_exists})
        case ops.RenameTableOp():
            return pruned({"op": "rename_table", "old": ident(op.table_name),
                           "new": ident(op.new_table_name), "schema": op.schema})
        case ops.AddColumnOp():
            from alembic.operations.schemaobj import SchemaObjects
            column = op.column if op.column.table is None else op.column._copy()
            table = SchemaObjects().table(op.table_name, column, schema=op.schema)
            return pruned({
                "op": "add_column", "table": ident(op.table_name), "schema": op.schema,
                "column": column_of(column), "constraints": constraints_of(table.constraints),
                "indexes": [index_of(i) for i in table.indexes], "if_not_exists": op.if_not_exists,
                "inline_references": op.inline_references, "inline_primary_key": op.inline_primary_key,
                "insert_before": op.kw.get("insert_before"), "insert_after": op.kw.get("insert_after")})
        case ops.AlterColumnOp():
            given = {
                "op": "alter_column", "table": ident(op.table_name), "column": ident(op.column_name),
                "schema": op.schema, "nullable": op.modify_nullable,
                "comment": None if op.modify_comment is False else {"to": op.modify_comment},
                "server_default": change(op.modify_server_default),
                "new_name": None if op.modify_name is None else ident(op.modify_name),
                "type": None if op.modify_type is None else type_of(op.modify_type),
                "existing_type": None if op.existing_type is None else type_of(op.existing_type),
                "type_checks": type_checks(op.table_name, op.column_name, op.modify_type),
                "existing_type_checks": type_checks(op.table_name, op.column_name, op.existing_type),
                "existing_server_default": change(op.existing_server_default),
                "existing_nullable": op.existing_nullable, "existing_comment": op.existing_comment,
                "autoincrement": op.kw.get("autoincrement"),
                "existing_autoincrement": op.kw.get("existing_autoincrement"),
                "options": {k: v for k, v in op.kw.items() if k.startswith("postgresql_")}}
            if isinstance(op.existing_type if op.modify_type is None else op.modify_type, type):
                given["bare_type"] = True
            return {key: value for key, value in given.items() if value not in (None, [], {})}
        case ops.DropColumnOp():
            return pruned({"op": "drop_column", "table": ident(op.table_name),
                           "column": ident(op.column_name), "schema": op.schema, "if_exists": op.if_exists})
        case ops.CreateIndexOp():
            index = op.to_index()
            given = index_of(index)
            if op.index_name is None:
                given.pop("name", None)
            return {"op": "create_index", "index": given} | pruned({"if_not_exists": op.if_not_exists})
        case ops.DropIndexOp():
            return pruned({"op": "drop_index", "name": name_of(op.index_name), "schema": op.schema,
                           "table": op.table_name and ident(op.table_name), "if_exists": op.if_exists,
                           "options": options_of(op.kw)})
        case ops.AddConstraintOp():
            item = op.to_constraint()
            table = item.table if not isinstance(item, sa.ForeignKeyConstraint) else item.parent
            return pruned({"op": "create_constraint", "table": ident(table.name),
                           "schema": table.schema, "constraint": constraint_of(item)})
        case ops.DropConstraintOp():
            return pruned({"op": "drop_constraint", "name": name_of(op.constraint_name),
                           "table": ident(op.table_name), "schema": op.schema,
                           "type": op.constraint_type, "if_exists": op.if_exists})
        case ops.CreateTableCommentOp() | ops.DropTableCommentOp():
            word = "create" if isinstance(op, ops.CreateTableCommentOp) else "drop"
            return pruned({"op": f"{word}_table_comment", "table": ident(op.table_name),
                           "schema": op.schema}) | {"comment": getattr(op, "comment", None)}
        case ops.ExecuteSQLOp() if isinstance(op.sqltext, (str, sa.sql.elements.TextClause)):
            text = sa.text(op.sqltext) if isinstance(op.sqltext, str) else op.sqltext
            binds = [bind(one) for one in text._bindparams.values()]
            return {"op": "execute", "statement": {"statement": "text", "sql": text.text, "binds": binds}}
        case ops.ExecuteSQLOp():
            return element_of(op.sqltext)
        case ops.BulkInsertOp():
            rows = [{key: {"$expr": expr(value)} if isinstance(value, sa.sql.ClauseElement) else value_of(value)
                     for key, value in row.items()} for row in op.rows]
            columns = [
                column_of(c) if isinstance(c, sa.Column) else {"name": c.name, "type": type_of(c.type)}
                for c in op.table.columns]
            return {"op": "bulk_insert", "multiinsert": op.multiinsert, "rows": rows,
                    "table": {"name": op.table.name, "columns": columns} | pruned({"schema": op.table.schema})}
    raise NotImplementedError(f"operation {op!r}")


def record(scope):
    """The operations of a case."""
    from contextlib import contextmanager

    recorded = []
    current = [recorded]

    def invoke(self, op):
        current[-1].append(operation(op))
        return op.to_table() if isinstance(op, ops.CreateTableOp) else None

    @contextmanager
    def batch(self, table_name, schema=None, recreate="auto", partial_reordering=None,
              copy_from=None, table_args=(), table_kwargs={}, reflect_args=(), reflect_kwargs={},
              naming_convention=None):
        current.append([])
        with original_batch(self, table_name, schema=schema, recreate="never") as batch_op:
            yield batch_op
            queued = current.pop()
        given = pruned({
            "op": "batch_alter_table", "table": table_name, "schema": schema, "operations": queued,
            "copy_from": copy_from is not None and table_of(copy_from, copy_from.constraints),
            "table_args": [constraint_of(c) for c in detached(table_args, copy_from)],
            "table_options": options_of(table_kwargs), "naming_convention": naming_convention,
            "partial_reordering": [list(t) for t in partial_reordering or ()]})
        current[-1].append(given | {"operations": queued, "recreate": recreate})

    original_batch = Operations.batch_alter_table
    original_invoke = AbstractOperations.invoke
    AbstractOperations.invoke = invoke
    Operations.batch_alter_table = batch
    try:
        context = MigrationContext.configure(
            dialect_name="postgresql", opts={"as_sql": True, "output_buffer": io.StringIO()})
        with Operations.context(context):
            scope["upgrade"]()
    finally:
        AbstractOperations.invoke = original_invoke
        Operations.batch_alter_table = original_batch
    return recorded


def detached(args, table):
    """Constraints written for a table to be made, attached to one of its columns."""
    if not args:
        return []
    made = sa.Table("t", sa.MetaData(), *[c._copy() for c in table.columns] if table is not None else (), *args)
    return args
