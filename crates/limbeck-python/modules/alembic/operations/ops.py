"""The operations as objects, for custom directives and for those who rewrite generated ones."""

from sqlalchemy.sql.base import HOOKS

from ..util.langhelpers import Dispatcher, memoized_property
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


class AddConstraintOp(MigrateOperation):
    add_constraint_ops = Dispatcher()
    constraint_type = None
    _to_wire = staticmethod(_wire.add_constraint)
    _statement = _statement("AddConstraint", "to_constraint")

    @classmethod
    def register_add_constraint(cls, type_):
        def register(klass):
            cls.add_constraint_ops.dispatch_for(type_)(klass.from_constraint)
            return klass

        return register

    @classmethod
    def from_constraint(cls, constraint):
        return cls.add_constraint_ops.dispatch(constraint.__visit_name__)(constraint)

    def to_constraint(self, migration_context=None):
        raise NotImplementedError

    def reverse(self):
        return DropConstraintOp.from_constraint(self.to_constraint())

    def to_diff_tuple(self):
        return ("add_constraint", self.to_constraint())


class DropConstraintOp(MigrateOperation):
    _to_wire = staticmethod(_wire.drop_constraint)

    def __init__(self, constraint_name, table_name, type_=None, *, schema=None, if_exists=None,
                 _reverse=None):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.constraint_type = type_
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse

    def reverse(self):
        return AddConstraintOp.from_constraint(self.to_constraint())

    def to_diff_tuple(self):
        kind = "remove_fk" if self.constraint_type == "foreignkey" else "remove_constraint"
        return (kind, self.to_constraint())

    @classmethod
    def from_constraint(cls, constraint):
        kinds = {
            "unique": "unique", "foreign_key": "foreignkey", "primary_key": "primary",
            "check": "check",
        }
        return cls(
            _name_or_none(constraint.name), constraint.table.name, schema=constraint.table.schema,
            type_=kinds.get(constraint._wire_kind),
            _reverse=AddConstraintOp.from_constraint(constraint),
        )

    def to_constraint(self):
        if self._reverse is None:
            raise ValueError("constraint cannot be produced; original constraint is not present")
        constraint = self._reverse.to_constraint()
        constraint.name = self.constraint_name
        constraint.table.name = self.table_name
        constraint.table.schema = self.schema
        return constraint


def _name_or_none(name):
    from sqlalchemy.sql.naming import _NONE_NAME

    return None if name is _NONE_NAME else name


def _columns_table(context, name, columns, schema):
    """A table of untyped columns, for constraints that name them."""
    from sqlalchemy.sql.schema import Column, Table

    named = [column if isinstance(column, str) else column.name for column in columns]
    table = Table(name, _wire.metadata_of(context), schema=schema)
    for column in dict.fromkeys(named):
        table.append_column(Column(column))
    return table, named


@AddConstraintOp.register_add_constraint("primary_key_constraint")
class CreatePrimaryKeyOp(AddConstraintOp):
    constraint_type = "primarykey"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        return cls(
            _name_or_none(constraint.name), constraint.table.name, constraint.columns.keys(),
            schema=constraint.table.schema, **constraint.dialect_kwargs,
        )

    def to_constraint(self, migration_context=None):
        from sqlalchemy.sql.schema import PrimaryKeyConstraint

        table, names = _columns_table(migration_context, self.table_name, self.columns, self.schema)
        return PrimaryKeyConstraint(
            *(table.c[name] for name in names), name=self.constraint_name, **self.kw
        )


@AddConstraintOp.register_add_constraint("unique_constraint")
class CreateUniqueConstraintOp(AddConstraintOp):
    constraint_type = "unique"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        kw = {
            name: getattr(constraint, name)
            for name in ("deferrable", "initially")
            if getattr(constraint, name)
        }
        kw.update(constraint.dialect_kwargs)
        return cls(
            _name_or_none(constraint.name), constraint.table.name,
            [column.name for column in constraint.columns], schema=constraint.table.schema, **kw,
        )

    def to_constraint(self, migration_context=None):
        from sqlalchemy.sql.schema import UniqueConstraint

        table, names = _columns_table(migration_context, self.table_name, self.columns, self.schema)
        return UniqueConstraint(
            *(table.c[name] for name in names), name=self.constraint_name, **self.kw
        )


@AddConstraintOp.register_add_constraint("foreign_key_constraint")
class CreateForeignKeyOp(AddConstraintOp):
    constraint_type = "foreignkey"

    def __init__(self, constraint_name, source_table, referent_table, local_cols, remote_cols,
                 **kw):
        self.constraint_name = constraint_name
        self.source_table = source_table
        self.referent_table = referent_table
        self.local_cols = local_cols
        self.remote_cols = remote_cols
        self.kw = kw

    def to_diff_tuple(self):
        return ("add_fk", self.to_constraint())

    @classmethod
    def from_constraint(cls, constraint):
        kw = {
            name: getattr(constraint, name)
            for name in ("onupdate", "ondelete", "initially", "deferrable", "use_alter", "match")
            if getattr(constraint, name)
        }
        schema, target, _ = constraint.elements[0].target_tokens
        kw["source_schema"] = constraint.table.schema
        kw["referent_schema"] = schema
        kw.update(constraint.dialect_kwargs)
        return cls(
            _name_or_none(constraint.name), constraint.table.name, target,
            [key.parent.name for key in constraint.elements],
            [key._referred_column_name() for key in constraint.elements], **kw,
        )

    def to_constraint(self, migration_context=None):
        from sqlalchemy.sql.schema import Column, ForeignKeyConstraint, Table

        kw = dict(self.kw)
        source_schema = kw.pop("source_schema", None)
        referent_schema = kw.pop("referent_schema", None)
        local, remote = list(self.local_cols), list(self.remote_cols)
        metadata = _wire.metadata_of(migration_context)
        same = self.source_table == self.referent_table and source_schema == referent_schema
        if not same:
            Table(self.referent_table, metadata, *(Column(name) for name in dict.fromkeys(remote)),
                  schema=referent_schema)
        columns = dict.fromkeys(local + remote if same else local)
        table = Table(self.source_table, metadata, *(Column(name) for name in columns),
                      schema=source_schema)
        constraint = ForeignKeyConstraint(
            local, [(referent_schema, self.referent_table, name) for name in remote],
            name=self.constraint_name, **kw,
        )
        table.append_constraint(constraint)
        return constraint


@AddConstraintOp.register_add_constraint("check_constraint")
@AddConstraintOp.register_add_constraint("table_or_column_check_constraint")
@AddConstraintOp.register_add_constraint("column_check_constraint")
class CreateCheckConstraintOp(AddConstraintOp):
    constraint_type = "check"

    def __init__(self, constraint_name, table_name, condition, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.condition = condition
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        return cls(
            _name_or_none(constraint.name), constraint.table.name, constraint.sqltext,
            schema=constraint.table.schema, **constraint.dialect_kwargs,
        )

    def to_constraint(self, migration_context=None):
        from sqlalchemy.sql.schema import CheckConstraint

        table, _ = _columns_table(migration_context, self.table_name, (), self.schema)
        constraint = CheckConstraint(
            self.condition, name=self.constraint_name, _autoattach=False, **self.kw
        )
        table.append_constraint(constraint)
        return constraint


class CreateExcludeConstraintOp(AddConstraintOp):
    constraint_type = "exclude"

    def __init__(self, constraint_name, table_name, elements, where=None, schema=None,
                 _orig_constraint=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.elements = elements
        self.where = where
        self.schema = schema
        self._orig_constraint = _orig_constraint
        self.kw = kw

    def to_constraint(self, migration_context=None):
        if self._orig_constraint is not None:
            return self._orig_constraint
        from sqlalchemy.dialects.postgresql.ext import ExcludeConstraint

        names = [element for element, _ in self.elements if isinstance(element, str)]
        table, _ = _columns_table(migration_context, self.table_name, names, self.schema)
        constraint = ExcludeConstraint(
            *self.elements, name=self.constraint_name, where=self.where, **self.kw
        )
        table.append_constraint(constraint)
        return constraint


class CreateIndexOp(MigrateOperation):
    _to_wire = staticmethod(_wire.create_index)
    _statement = _statement("CreateIndex", "to_index", if_not_exists="if_not_exists")

    def __init__(self, index_name, table_name, columns, *, schema=None, unique=False,
                 if_not_exists=None, **kw):
        self.index_name = index_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.unique = unique
        self.if_not_exists = if_not_exists
        self.kw = kw

    def reverse(self):
        return DropIndexOp.from_index(self.to_index())

    def to_diff_tuple(self):
        return ("add_index", self.to_index())

    @classmethod
    def from_index(cls, index):
        return cls(index.name, index.table.name, index.expressions, schema=index.table.schema,
                   unique=index.unique, **index.kwargs)

    def to_index(self, migration_context=None):
        from sqlalchemy.sql.schema import Index

        names = [item for item in self.columns if isinstance(item, str)]
        table, _ = _columns_table(migration_context, self.table_name, names, self.schema)
        elements = _index_elements(table, self.columns)
        return Index(self.index_name, *elements, unique=self.unique, _table=table, **self.kw)


class DropIndexOp(MigrateOperation):
    _to_wire = staticmethod(_wire.drop_index)
    _statement = _statement("DropIndex", "to_index", if_exists="if_exists")

    def __init__(self, index_name, table_name=None, *, schema=None, if_exists=None, _reverse=None,
                 **kw):
        self.index_name = index_name
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse
        self.kw = kw

    def to_diff_tuple(self):
        return ("remove_index", self.to_index())

    def reverse(self):
        return CreateIndexOp.from_index(self.to_index())

    @classmethod
    def from_index(cls, index):
        return cls(index.name, index.table.name, schema=index.table.schema,
                   _reverse=CreateIndexOp.from_index(index), unique=index.unique, **index.kwargs)

    def to_index(self, migration_context=None):
        from sqlalchemy.sql.schema import Index

        columns = self._reverse.columns if self._reverse else ["x"]
        names = [item for item in columns if isinstance(item, str)]
        table, _ = _columns_table(
            migration_context, self.table_name or "no_table", names, self.schema
        )
        elements = _index_elements(table, columns)
        return Index(self.index_name, *elements, _table=table, **self.kw)


def _index_elements(table, elements):
    """The elements of an index for a table of its own: columns as copies, texts as themselves."""
    from sqlalchemy.sql.elements import TextClause
    from sqlalchemy.sql.schema import Column

    from ..util.sqla_compat import _textual_index_element

    found = []
    for element in elements:
        if isinstance(element, Column):
            if element.key not in table.c:
                table.append_column(element._copy())
            element = table.c[element.key]
        elif type(element) is TextClause:
            element = _textual_index_element(element.text)
        found.append(element)
    return found


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


class OpContainer(MigrateOperation):
    def __init__(self, ops=()):
        self.ops = list(ops)

    def is_empty(self):
        return not self.ops

    def as_diffs(self):
        found = []
        for operation in self.ops:
            if hasattr(operation, "ops"):
                found.extend(operation.as_diffs())
            else:
                found.append(operation.to_diff_tuple())
        return found

    def _reversed(self):
        return [operation.reverse() for operation in self.ops][::-1]


class ModifyTableOps(OpContainer):
    def __init__(self, table_name, ops, *, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema

    def reverse(self):
        return ModifyTableOps(self.table_name, ops=self._reversed(), schema=self.schema)


class UpgradeOps(OpContainer):
    def __init__(self, ops=(), upgrade_token="upgrades"):
        super().__init__(ops)
        self.upgrade_token = upgrade_token

    def reverse_into(self, downgrade_ops):
        downgrade_ops.ops[:] = self._reversed()
        return downgrade_ops

    def reverse(self):
        return self.reverse_into(DowngradeOps())


class DowngradeOps(OpContainer):
    def __init__(self, ops=(), downgrade_token="downgrades"):
        super().__init__(ops)
        self.downgrade_token = downgrade_token

    def reverse(self):
        return UpgradeOps(self._reversed())


class MigrationScript(MigrateOperation):
    def __init__(self, rev_id, upgrade_ops, downgrade_ops, *, message=None, imports=None,
                 head=None, splice=None, branch_label=None, version_path=None, depends_on=None):
        self.rev_id = rev_id
        self.message = message
        self.imports = set() if imports is None else imports
        self.head = head
        self.splice = splice
        self.branch_label = branch_label
        self.version_path = None if version_path is None else str(version_path)
        self.depends_on = depends_on
        self.upgrade_ops = upgrade_ops
        self.downgrade_ops = downgrade_ops

    @staticmethod
    def _only(operations, what, attribute):
        if len(operations) > 1:
            raise ValueError(
                f"This MigrationScript instance has a multiple-entry list for {what}; please use "
                f"the {attribute} attribute."
            )
        return operations[0] if operations else None

    @property
    def upgrade_ops(self):
        return self._only(self._upgrade_ops, "UpgradeOps", "upgrade_ops_list")

    @upgrade_ops.setter
    def upgrade_ops(self, value):
        self._upgrade_ops = _listed(value, UpgradeOps)

    @property
    def downgrade_ops(self):
        return self._only(self._downgrade_ops, "DowngradeOps", "downgrade_ops_list")

    @downgrade_ops.setter
    def downgrade_ops(self, value):
        self._downgrade_ops = _listed(value, DowngradeOps)

    @property
    def upgrade_ops_list(self):
        return self._upgrade_ops

    @property
    def downgrade_ops_list(self):
        return self._downgrade_ops


def _listed(value, cls):
    listed = [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]
    assert all(isinstance(item, cls) for item in listed)
    return listed
