"""Batch mode: operations on one table that are carried out together."""

from . import _wire
from .base import BatchOperations


class BatchOperationsImpl:
    """What `batch_alter_table` was given, and what its block queued."""

    def __init__(self, operations, table_name, schema, recreate, copy_from, table_args,
                 table_kwargs, reflect_args, reflect_kwargs, naming_convention,
                 partial_reordering):
        if recreate not in ("auto", "always", "never"):
            raise ValueError("recreate may be one of 'auto', 'always', or 'never'.")
        if reflect_kwargs:
            raise NotImplementedError(
                f"batch_alter_table('{table_name}'): reflect_kwargs "
                f"({', '.join(reflect_kwargs)}) is not supported; name the columns that should "
                "be seen otherwise in reflect_args, or give the whole table as copy_from"
            )
        self.operations = operations
        self.table_name = table_name
        self.schema = schema
        self.recreate = recreate
        self.copy_from = copy_from
        self.table_args = table_args
        self.table_kwargs = dict(table_kwargs)
        self.reflect_args = reflect_args
        self.naming_convention = naming_convention
        self.partial_reordering = partial_reordering
        self.batch = []

    @property
    def dialect(self):
        return self.operations.impl.dialect

    @property
    def impl(self):
        return self.operations.impl

    def flush(self):
        context = self.operations.migration_context
        with context._as_current():
            context._invoke(_wire.batch(self, self.batch))


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
