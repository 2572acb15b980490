"""Batch mode: operations on one table that are carried out together."""

import _limbeck
from sqlalchemy.sql.base import respells

from . import _wire, ops
from .base import BatchOperations


class BatchOperationsImpl:
    """What `batch_alter_table` was given, and what its block queued."""

    def __init__(self, operations, table_name, schema, recreate, copy_from, table_args,
                 table_kwargs, reflect_args, reflect_kwargs, naming_convention,
                 partial_reordering):
        if recreate not in ("auto", "always", "never"):
            raise ValueError("recreate may be one of 'auto', 'always', or 'never'.")
        self.operations = operations
        self.table_name = table_name
        self.schema = schema
        self.recreate = recreate
        self.copy_from = copy_from
        self.table_args = table_args
        self.table_kwargs = dict(table_kwargs)
        self.reflect_args = reflect_args
        self.reflect_kwargs = reflect_kwargs
        self.naming_convention = naming_convention
        self.partial_reordering = partial_reordering
        # What the block asked for, as JSON and as it was said.
        self.batch, self.queued = [], []

    @property
    def dialect(self):
        return self.operations.impl.dialect

    @property
    def impl(self):
        return self.operations.impl

    def flush(self):
        context = self.operations.migration_context
        with context._as_current():
            if self.reflect_kwargs and self._may_copy():
                self.reflect_args = self._reflected(context)
            wire = _wire.batch(self, self.batch)
            self._complete(wire, context)
            context._invoke(wire)

    def _complete(self, wire, context):
        """Adds what hangs on whether the table is made anew."""
        added = [operation.column for operation in self.queued
                 if isinstance(operation, ops.AddColumnOp) and operation.column.default is not None]
        spells = respells()
        if not added and not spells:
            return
        made = _limbeck.call("batch.outcome", {**wire, "context": context._id})
        if made is not None:
            from ._wire_rows import client_default

            wire["client_defaults"] = {
                column.name: default for column in added
                if (default := client_default(column, context.as_sql)) is not None
            }
        if spells:
            from ..ddl._respell import respell_batch

            respell_batch(wire, self, made, context)

    def _may_copy(self):
        if self.copy_from is not None or self.operations.migration_context.as_sql:
            return False
        return self.recreate == "always" or (
            self.recreate == "auto" and self.dialect.name == "sqlite"
        )

    def _reflected(self, context):
        """The columns as `reflect_kwargs` has them, for those that the database shows."""
        from sqlalchemy.sql.schema import Column, MetaData, Table

        table = Table(
            self.table_name, MetaData(), *self.reflect_args, schema=self.schema,
            autoload_with=context.bind, **self.reflect_kwargs,
        )
        return [
            *table.columns,
            *(item for item in self.reflect_args if not isinstance(item, Column)),
        ]


class Batch:
    """`with op.batch_alter_table(..) as batch_op:` nothing runs where the block raises."""

    def __init__(self, operations, *arguments):
        self.impl = BatchOperationsImpl(operations, *arguments)
        self.operations = operations

    def __enter__(self):
        return BatchOperations(self.operations.migration_context, self.impl)

    def __exit__(self, kind, *raised):
        if kind is None:
            self.impl.flush()
