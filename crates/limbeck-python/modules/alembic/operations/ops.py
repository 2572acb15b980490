"""The operations as objects, for custom directives and for those who rewrite generated ones."""

from sqlalchemy.sql.base import HOOKS

from ..util.langhelpers import memoized_property
from . import _wire


def _statement(name, item, **options):
    """What gives an operation's DDL statement, for functions that are registered for its class."""

    def make(operation, context):
        from sqlalchemy.sql import ddl

        given = {ours: getattr(operation, theirs) for ours, theirs in options.items()}
        return getattr(ddl, name)(getattr(operation, item)(context), **given)

    return staticmethod(make)


class MigrateOperation:
    """Something that a script does to a database."""

    _mutations = frozenset()
    _to_wire = None
    _statement = None
    _around = None

    @memoized_property
    def info(self):
        return {}

    def reverse(self):
        raise NotImplementedError

    def to_diff_tuple(self):
        raise NotImplementedError


class CreateTableOp(MigrateOperation):
    def __init__(self, table_name, columns, *, schema=None, if_not_exists=None,
                 _namespace_metadata=None, _constraints_included=False, **kw):
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.if_not_exists = if_not_exists
        self.info = kw.pop("info", {})
        self.comment = kw.pop("comment", None)
        self.prefixes = kw.pop("prefixes", None)
        self.kw = kw
        self._namespace_metadata = _namespace_metadata
        self._constraints_included = _constraints_included

    def reverse(self):
        return DropTableOp.from_table(
            self.to_table(), _namespace_metadata=self._namespace_metadata
        )

    def to_diff_tuple(self):
        return ("add_table", self.to_table())

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        return cls(
            table.name, [*table.c, *table._sorted_constraints], schema=table.schema,
            _namespace_metadata=_namespace_metadata or table.metadata,
            _constraints_included=True, comment=table.comment, info=dict(table.info),
            prefixes=list(table._prefixes), **table.kwargs,
        )

    def to_table(self, migration_context=None):
        return _wire.table_of(
            migration_context, self.table_name, self.columns, self._constraints_included,
            schema=self.schema, prefixes=list(self.prefixes or ()), comment=self.comment,
            info=dict(self.info or {}), **self.kw,
        )

    @staticmethod
    def _run(operation, context):
        wire = None if HOOKS else _wire.plain_table(operation, context)
        if wire is not None:
            context._invoke(wire)
            from sqlalchemy.sql.schema import TableToBe

            return TableToBe._of(lambda: operation.to_table(context))
        table = operation.to_table(context)
        _wire.run_create_table(context, table, operation.if_not_exists)
        return table


class DropTableOp(MigrateOperation):
    _to_wire = staticmethod(_wire.drop_table)
    _around = ("before_drop", "after_drop")
    _statement = _statement("DropTable", "to_table", if_exists="if_exists")

    def __init__(self, table_name, *, schema=None, if_exists=None, table_kw=None, _reverse=None):
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.table_kw = table_kw or {}
        self.comment = self.table_kw.pop("comment", None)
        self.info = self.table_kw.pop("info", None)
        self.prefixes = self.table_kw.pop("prefixes", None)
        self._reverse = _reverse

    def to_diff_tuple(self):
        return ("remove_table", self.to_table())

    def reverse(self):
        return CreateTableOp.from_table(self.to_table())

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        return cls(
            table.name, schema=table.schema,
            table_kw={
                "comment": table.comment, "info": dict(table.info),
                "prefixes": list(table._prefixes), **table.kwargs,
            },
            _reverse=CreateTableOp.from_table(table, _namespace_metadata=_namespace_metadata),
        )

    def to_table(self, migration_context=None):
        reverse = self._reverse
        return _wire.table_of(
            migration_context, self.table_name, reverse.columns if reverse else [],
            reverse._constraints_included if reverse else False, schema=self.schema,
            comment=self.comment, info=dict(self.info or {}), prefixes=list(self.prefixes or ()),
            **self.table_kw,
        )


class AlterTableOp(MigrateOperation):
    def __init__(self, table_name, *, schema=None):
        self.table_name = table_name
        self.schema = schema


class RenameTableOp(AlterTableOp):
    _to_wire = staticmethod(_wire.rename_table)

    def __init__(self, old_table_name, new_table_name, *, schema=None):
        super().__init__(old_table_name, schema=schema)
        self.new_table_name = new_table_name


class CreateTableCommentOp(AlterTableOp):
    _to_wire = staticmethod(_wire.create_table_comment)

    def __init__(self, table_name, comment, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.comment = comment
        self.existing_comment = existing_comment

    def reverse(self):
        if self.existing_comment is None:
            return DropTableCommentOp(
                self.table_name, existing_comment=self.comment, schema=self.schema
            )
        return CreateTableCommentOp(
            self.table_name, self.existing_comment, existing_comment=self.comment,
            schema=self.schema,
        )

    def to_table(self, migration_context=None):
        return _wire.table_of(
            migration_context, self.table_name, [], schema=self.schema, comment=self.comment
        )

    def to_diff_tuple(self):
        return ("add_table_comment", self.to_table(), self.existing_comment)


class DropTableCommentOp(AlterTableOp):
    _to_wire = staticmethod(_wire.drop_table_comment)

    def __init__(self, table_name, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.existing_comment = existing_comment

    def reverse(self):
        return CreateTableCommentOp(self.table_name, self.existing_comment, schema=self.schema)

    def to_table(self, migration_context=None):
        return _wire.table_of(migration_context, self.table_name, [], schema=self.schema)

    def to_diff_tuple(self):
        return ("remove_table_comment", self.to_table())


class AlterColumnOp(AlterTableOp):
    _to_wire = staticmethod(_wire.alter_column)

    def __init__(self, table_name, column_name, *, schema=None, existing_type=None,
                 existing_server_default=False, existing_nullable=None, existing_comment=None,
                 modify_nullable=None, modify_comment=False, modify_server_default=False,
                 modify_name=None, modify_type=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.existing_type = existing_type
        self.existing_server_default = existing_server_default
        self.existing_nullable = existing_nullable
        self.existing_comment = existing_comment
        self.modify_nullable = modify_nullable
        self.modify_comment = modify_comment
        self.modify_server_default = modify_server_default
        self.modify_name = modify_name
        self.modify_type = modify_type
        self.kw = kw

    def _existing(self, *names):
        values = {
            "existing_nullable": self.existing_nullable,
            "existing_type": self.existing_type,
            "existing_server_default": self.existing_server_default,
            "existing_comment": self.existing_comment,
        }
        return {f"existing_{name}": values[f"existing_{name}"] for name in names}

    def to_diff_tuple(self):
        place = (self.schema, self.table_name, self.column_name)
        found = []
        if self.modify_type is not None:
            rest = self._existing("nullable", "server_default", "comment")
            found.append(("modify_type", *place, rest, self.existing_type, self.modify_type))
        if self.modify_nullable is not None:
            rest = self._existing("type", "server_default", "comment")
            found.append(
                ("modify_nullable", *place, rest, self.existing_nullable, self.modify_nullable)
            )
        if self.modify_server_default is not False:
            rest = self._existing("nullable", "type", "comment")
            found.append(
                ("modify_default", *place, rest, self.existing_server_default,
                 self.modify_server_default)
            )
        if self.modify_comment is not False:
            rest = self._existing("nullable", "type", "server_default")
            found.append(
                ("modify_comment", *place, rest, self.existing_comment, self.modify_comment)
            )
        return found

    def has_changes(self):
        return (
            self.modify_nullable is not None
            or self.modify_server_default is not False
            or self.modify_type is not None
            or self.modify_comment is not False
            or any(key.startswith("modify_") for key in self.kw)
        )

    def reverse(self):
        kw = {
            **self.kw,
            **self._existing("type", "nullable", "server_default", "comment"),
        }
        unset = {"type": None, "nullable": None, "server_default": False, "comment": False}
        for name, nothing in unset.items():
            modified = getattr(self, f"modify_{name}")
            if modified is not nothing:
                kw[f"modify_{name}"] = modified
        for key in [key for key in kw if key.startswith("modify_")]:
            existing = "existing_" + key[len("modify_") :]
            kw[existing], kw[key] = kw[key], kw.get(existing)
        return type(self)(self.table_name, self.column_name, schema=self.schema, **kw)


class AddColumnOp(AlterTableOp):
    _to_wire = staticmethod(_wire.add_column)

    def __init__(self, table_name, column, *, schema=None, if_not_exists=None,
                 inline_references=None, inline_primary_key=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column = column
        self.if_not_exists = if_not_exists
        self.inline_references = inline_references
        self.inline_primary_key = inline_primary_key
        self.kw = kw

    def reverse(self):
        operation = DropColumnOp.from_column_and_tablename(
            self.schema, self.table_name, self.column
        )
        operation.if_exists = self.if_not_exists
        return operation

    def to_diff_tuple(self):
        return ("add_column", self.schema, self.table_name, self.column)

    def to_column(self):
        return self.column

    @classmethod
    def from_column(cls, column):
        return cls(column.table.name, column, schema=column.table.schema)

    @classmethod
    def from_column_and_tablename(cls, schema, tname, column):
        return cls(tname, column, schema=schema)


class DropColumnOp(AlterTableOp):
    _to_wire = staticmethod(_wire.drop_column)

    def __init__(self, table_name, column_name, *, schema=None, if_exists=None, _reverse=None,
                 **kw):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.kw = kw
        self.if_exists = if_exists
        self._reverse = _reverse

    def to_diff_tuple(self):
        return ("remove_column", self.schema, self.table_name, self.to_column())

    def reverse(self):
        if self._reverse is None:
            raise ValueError("operation is not reversible; original column is not present")
        operation = AddColumnOp.from_column_and_tablename(
            self.schema, self.table_name, self._reverse.column
        )
        operation.if_not_exists = self.if_exists
        return operation

    @classmethod
    def from_column_and_tablename(cls, schema, tname, column):
        return cls(
            tname, column.name, schema=schema,
            _reverse=AddColumnOp.from_column_and_tablename(schema, tname, column),
        )

    def to_column(self, migration_context=None):
        if self._reverse is not None:
            return self._reverse.column
        from sqlalchemy.sql.schema import Column

        return Column(self.column_name)


class BulkInsertOp(MigrateOperation):
    @staticmethod
    def _to_wire(operation, context):
        from ._wire_rows import bulk_insert

        return bulk_insert(operation, context)

    def __init__(self, table, rows, *, multiinsert=True):
        self.table = table
        self.rows = rows
        self.multiinsert = multiinsert


class ExecuteSQLOp(MigrateOperation):
    _to_wire = staticmethod(_wire.execute)

    def __init__(self, sqltext, *, execution_options=None):
        self.sqltext = sqltext
        self.execution_options = execution_options

    def to_diff_tuple(self):
        return ("execute", self.sqltext)


_HOMES = {
    "_constraint_ops": """
        AddConstraintOp CreateCheckConstraintOp CreateExcludeConstraintOp CreateForeignKeyOp
        CreateIndexOp CreatePrimaryKeyOp CreateUniqueConstraintOp DropConstraintOp DropIndexOp""",
    "_containers": "DowngradeOps MigrationScript ModifyTableOps OpContainer UpgradeOps",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

# What `import *` takes, also where it is not loaded yet.
__all__ = [name for name in (*globals(), *_HOME_OF) if not name.startswith("_")]


def __getattr__(name):
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    module = __import__(f"{__package__}.{home}", None, None, ("*",), 0)
    value = globals()[name] = getattr(module, name)
    return value
