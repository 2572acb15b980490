"""Schema objects for one operation, as custom directives make them."""

from . import _wire, ops


class SchemaObjects:
    def __init__(self, migration_context=None):
        self.migration_context = migration_context

    def metadata(self):
        return _wire.metadata_of(self.migration_context)

    def table(self, name, *columns, **kw):
        included = kw.pop("_constraints_included", False)
        return _wire.table_of(self.migration_context, name, columns, included, **kw)

    def column(self, name, type_, **kw):
        from sqlalchemy.sql.schema import Column

        return Column(name, type_, **kw)

    def index(self, name, tablename, columns, schema=None, **kw):
        operation = ops.CreateIndexOp(name, tablename or "no_table", columns, schema=schema, **kw)
        return operation.to_index(self.migration_context)

    def primary_key_constraint(self, name, table_name, cols, schema=None, **kw):
        operation = ops.CreatePrimaryKeyOp(name, table_name, cols, schema=schema, **kw)
        return operation.to_constraint(self.migration_context)

    def foreign_key_constraint(self, name, source, referent, local_cols, remote_cols, **kw):
        operation = ops.CreateForeignKeyOp(name, source, referent, local_cols, remote_cols, **kw)
        return operation.to_constraint(self.migration_context)

    def unique_constraint(self, name, source, local_cols, schema=None, **kw):
        operation = ops.CreateUniqueConstraintOp(name, source, local_cols, schema=schema, **kw)
        return operation.to_constraint(self.migration_context)

    def check_constraint(self, name, source, condition, schema=None, **kw):
        operation = ops.CreateCheckConstraintOp(name, source, condition, schema=schema, **kw)
        return operation.to_constraint(self.migration_context)
