"""The objects whose methods are the directives."""

from sys import modules

import _limbeck
from sqlalchemy.sql.base import respells
from sqlalchemy.sql.naming import conv

from .. import _proxies
from ..util.langhelpers import Dispatcher
from . import ops


class _Context:
    """`with Operations.context(migration_context) as op:`"""

    def __init__(self, cls, migration_context):
        self.operations = cls(migration_context)

    def __enter__(self):
        _proxies.operations.append(self.operations)
        return self.operations

    def __exit__(self, *raised):
        _proxies.operations.pop()


class AbstractOperations:
    """What directives outside and inside of batch mode share."""

    _to_impl = Dispatcher()

    def __init__(self, migration_context, impl=None):
        self.migration_context = migration_context
        self.impl = migration_context.impl if impl is None else impl

    @property
    def schema_obj(self):
        from .schemaobj import SchemaObjects

        return SchemaObjects(self.migration_context)

    @classmethod
    def register_operation(cls, name, sourcename=None):
        """Decorates a class whose class method `name` becomes a directive."""

        def register(op_cls):
            _limbeck.interpret_scripts()
            source = getattr(op_cls, sourcename or name)

            def directive(self, *args, **kw):
                return source(self, *args, **kw)

            directive.__name__ = name
            directive.__doc__ = source.__doc__
            setattr(cls, name, directive)
            return op_cls

        return register

    @classmethod
    def implementation_for(cls, op_cls, replace=False):
        """Decorates the function that carries an operation out."""
        builtin = op_cls.__module__ == ops.__name__
        if builtin and not replace:
            raise ValueError(
                "Can not set dispatch function for object "
                f"{op_cls!r}: key already exists. To replace existing function, use replace=True."
            )
        _limbeck.interpret_scripts()
        return cls._to_impl.dispatch_for(op_cls, replace=replace)

    @classmethod
    def context(cls, migration_context):
        return _Context(Operations, migration_context)

    def invoke(self, operation):
        """Carries an operation out, by the script's own implementation where it has one."""
        if self._to_impl._registry:
            found = self._to_impl.find(operation, self.migration_context.dialect.name)
            if found is not None:
                return found(self, operation)
        run = getattr(operation, "_run", None)
        if run is not None:
            return run(operation, self.migration_context)
        if operation._to_wire is None:
            raise ValueError(f"no dispatch function for object: {operation!r}")
        return self._send(operation)

    def _send(self, operation):
        context = self.migration_context
        around = operation._around
        if around and "sqlalchemy.event" in modules:
            table = operation.to_table(context)
            ops._wire.fire_around(context, table, around[0])
            sent = self._send_alone(operation)
            ops._wire.fire_around(context, table, around[1])
            return sent
        return self._send_alone(operation)

    def _send_alone(self, operation):
        context = self.migration_context
        with context._as_current():
            wire = operation._to_wire(operation, context)
            if respells():
                from ..ddl._respell import respell_all

                respell_all(wire, operation, context)
            return context._invoke(wire)

    def batch_alter_table(self, table_name, schema=None, recreate="auto",
                          partial_reordering=None, copy_from=None, table_args=(),
                          table_kwargs=None, reflect_args=(), reflect_kwargs=None,
                          naming_convention=None):
        from .batch import Batch

        return Batch(
            self, table_name, schema, recreate, copy_from, table_args, table_kwargs or {},
            reflect_args, reflect_kwargs or {}, naming_convention, partial_reordering,
        )

    def execute(self, sqltext, *, execution_options=None):
        return self.invoke(ops.ExecuteSQLOp(sqltext, execution_options=execution_options))

    def get_context(self):
        return self.migration_context

    def f(self, name):
        return conv(name)

    def inline_literal(self, value, type_=None):
        from sqlalchemy.sql.elements import BindParameter

        return BindParameter(None, value, type_=type_, literal_execute=True)

    def get_bind(self):
        return self.migration_context.bind

    def run_async(self, async_function, *args, **kw_args):
        connection = self.get_bind()
        if connection is None or self.migration_context.as_sql:
            raise NotImplementedError("Cannot call run_async in SQL mode")
        if not connection.dialect.is_async:
            raise ValueError("Cannot call run_async with a sync engine")
        from sqlalchemy.ext.asyncio import AsyncConnection
        from sqlalchemy.util.concurrency import await_only

        proxy = AsyncConnection._retrieve_proxy_for_target(connection)
        return await_only(async_function(proxy, *args, **kw_args))


class Operations(AbstractOperations):
    """The directives of `alembic.op`."""

    def add_column(self, table_name, column, *, schema=None, if_not_exists=None,
                   inline_references=None, inline_primary_key=None):
        return self.invoke(
            ops.AddColumnOp(
                table_name, column, schema=schema, if_not_exists=if_not_exists,
                inline_references=inline_references, inline_primary_key=inline_primary_key,
            )
        )

    def alter_column(self, table_name, column_name, *, nullable=None, comment=False,
                     server_default=False, new_column_name=None, type_=None, existing_type=None,
                     existing_server_default=False, existing_nullable=None, existing_comment=None,
                     schema=None, **kw):
        return self.invoke(
            ops.AlterColumnOp(
                table_name, column_name, schema=schema, existing_type=existing_type,
                existing_server_default=existing_server_default,
                existing_nullable=existing_nullable, existing_comment=existing_comment,
                modify_name=new_column_name, modify_type=type_,
                modify_server_default=server_default, modify_nullable=nullable,
                modify_comment=comment, **kw,
            )
        )

    def bulk_insert(self, table, rows, *, multiinsert=True):
        self.invoke(ops.BulkInsertOp(table, rows, multiinsert=multiinsert))

    def create_check_constraint(self, constraint_name, table_name, condition, *, schema=None,
                                **kw):
        return self.invoke(
            ops.CreateCheckConstraintOp(constraint_name, table_name, condition, schema=schema,
                                        **kw)
        )

    def create_exclude_constraint(self, constraint_name, table_name, *elements, **kw):
        return self.invoke(
            ops.CreateExcludeConstraintOp(constraint_name, table_name, elements, **kw)
        )

    def create_foreign_key(self, constraint_name, source_table, referent_table, local_cols,
                           remote_cols, *, onupdate=None, ondelete=None, deferrable=None,
                           initially=None, match=None, source_schema=None, referent_schema=None,
                           **dialect_kw):
        return self.invoke(
            ops.CreateForeignKeyOp(
                constraint_name, source_table, referent_table, local_cols, remote_cols,
                onupdate=onupdate, ondelete=ondelete, deferrable=deferrable,
                source_schema=source_schema, referent_schema=referent_schema,
                initially=initially, match=match, **dialect_kw,
            )
        )

    def create_index(self, index_name, table_name, columns, *, schema=None, unique=False,
                     if_not_exists=None, **kw):
        return self.invoke(
            ops.CreateIndexOp(index_name, table_name, columns, schema=schema, unique=unique,
                              if_not_exists=if_not_exists, **kw)
        )

    def create_primary_key(self, constraint_name, table_name, columns, *, schema=None):
        return self.invoke(
            ops.CreatePrimaryKeyOp(constraint_name, table_name, columns, schema=schema)
        )

    def create_table(self, table_name, *columns, if_not_exists=None, **kw):
        operation = ops.CreateTableOp(table_name, columns, if_not_exists=if_not_exists, **kw)
        with self.migration_context._as_current():
            return self.invoke(operation)

    def create_table_comment(self, table_name, comment, *, existing_comment=None, schema=None):
        return self.invoke(
            ops.CreateTableCommentOp(table_name, comment, existing_comment=existing_comment,
                                     schema=schema)
        )

    def create_unique_constraint(self, constraint_name, table_name, columns, *, schema=None,
                                 **kw):
        return self.invoke(
            ops.CreateUniqueConstraintOp(constraint_name, table_name, columns, schema=schema, **kw)
        )

    def drop_column(self, table_name, column_name, *, schema=None, **kw):
        return self.invoke(ops.DropColumnOp(table_name, column_name, schema=schema, **kw))

    def drop_constraint(self, constraint_name, table_name, type_=None, *, schema=None,
                        if_exists=None):
        return self.invoke(
            ops.DropConstraintOp(constraint_name, table_name, type_=type_, schema=schema,
                                 if_exists=if_exists)
        )

    def drop_index(self, index_name, table_name=None, *, schema=None, if_exists=None, **kw):
        return self.invoke(
            ops.DropIndexOp(index_name, table_name=table_name, schema=schema,
                            if_exists=if_exists, **kw)
        )

    def drop_table(self, table_name, *, schema=None, if_exists=None, **kw):
        self.invoke(
            ops.DropTableOp(table_name, schema=schema, if_exists=if_exists, table_kw=kw)
        )

    def drop_table_comment(self, table_name, *, existing_comment=None, schema=None):
        return self.invoke(
            ops.DropTableCommentOp(table_name, existing_comment=existing_comment, schema=schema)
        )

    def rename_table(self, old_table_name, new_table_name, *, schema=None):
        return self.invoke(ops.RenameTableOp(old_table_name, new_table_name, schema=schema))


class BatchOperations(AbstractOperations):
    """The directives inside `batch_alter_table`, which wait for the end of the block."""

    def _send_alone(self, operation):
        context = self.migration_context
        with context._as_current():
            wire = operation._to_wire(operation, context)
            if wire["op"] == "execute":
                return context._invoke(wire)
            self.impl.batch.append(wire)
            self.impl.queued.append(operation)

    def _noop(self, operation):
        raise NotImplementedError(
            f"The {operation} method does not apply to a batch table alter operation."
        )

    def add_column(self, column, *, insert_before=None, insert_after=None, if_not_exists=None,
                   inline_references=None, inline_primary_key=None):
        kw = {}
        if insert_before:
            kw["insert_before"] = insert_before
        if insert_after:
            kw["insert_after"] = insert_after
        return self.invoke(
            ops.AddColumnOp(
                self.impl.table_name, column, schema=self.impl.schema,
                if_not_exists=if_not_exists, inline_references=inline_references,
                inline_primary_key=inline_primary_key, **kw,
            )
        )

    def alter_column(self, column_name, *, nullable=None, comment=False, server_default=False,
                     new_column_name=None, type_=None, existing_type=None,
                     existing_server_default=False, existing_nullable=None, existing_comment=None,
                     insert_before=None, insert_after=None, **kw):
        return self.invoke(
            ops.AlterColumnOp(
                self.impl.table_name, column_name, schema=self.impl.schema,
                existing_type=existing_type, existing_server_default=existing_server_default,
                existing_nullable=existing_nullable, existing_comment=existing_comment,
                modify_name=new_column_name, modify_type=type_,
                modify_server_default=server_default, modify_nullable=nullable,
                modify_comment=comment, insert_before=insert_before, insert_after=insert_after,
                **kw,
            )
        )

    def create_check_constraint(self, constraint_name, condition, **kw):
        return self.invoke(
            ops.CreateCheckConstraintOp(constraint_name, self.impl.table_name, condition,
                                        schema=self.impl.schema, **kw)
        )

    def create_exclude_constraint(self, constraint_name, *elements, **kw):
        kw["schema"] = self.impl.schema
        return self.invoke(
            ops.CreateExcludeConstraintOp(constraint_name, self.impl.table_name, elements, **kw)
        )

    def create_foreign_key(self, constraint_name, referent_table, local_cols, remote_cols, *,
                           referent_schema=None, onupdate=None, ondelete=None, deferrable=None,
                           initially=None, match=None, **dialect_kw):
        return self.invoke(
            ops.CreateForeignKeyOp(
                constraint_name, self.impl.table_name, referent_table, local_cols, remote_cols,
                onupdate=onupdate, ondelete=ondelete, deferrable=deferrable,
                source_schema=self.impl.schema, referent_schema=referent_schema,
                initially=initially, match=match, **dialect_kw,
            )
        )

    def create_index(self, index_name, columns, **kw):
        return self.invoke(
            ops.CreateIndexOp(index_name, self.impl.table_name, columns, schema=self.impl.schema,
                              **kw)
        )

    def create_primary_key(self, constraint_name, columns):
        return self.invoke(
            ops.CreatePrimaryKeyOp(constraint_name, self.impl.table_name, columns,
                                   schema=self.impl.schema)
        )

    def create_table_comment(self, comment, *, existing_comment=None):
        return self.invoke(
            ops.CreateTableCommentOp(self.impl.table_name, comment,
                                     existing_comment=existing_comment, schema=self.impl.schema)
        )

    def create_unique_constraint(self, constraint_name, columns, **kw):
        kw["schema"] = self.impl.schema
        return self.invoke(
            ops.CreateUniqueConstraintOp(constraint_name, self.impl.table_name, columns, **kw)
        )

    def drop_column(self, column_name, **kw):
        return self.invoke(
            ops.DropColumnOp(self.impl.table_name, column_name, schema=self.impl.schema, **kw)
        )

    def drop_constraint(self, constraint_name, type_=None):
        return self.invoke(
            ops.DropConstraintOp(constraint_name, self.impl.table_name, type_=type_,
                                 schema=self.impl.schema)
        )

    def drop_index(self, index_name, **kw):
        return self.invoke(
            ops.DropIndexOp(index_name, table_name=self.impl.table_name, schema=self.impl.schema,
                            **kw)
        )

    def drop_table_comment(self, *, existing_comment=None):
        return self.invoke(
            ops.DropTableCommentOp(self.impl.table_name, existing_comment=existing_comment,
                                   schema=self.impl.schema)
        )
