"""Constraints and indexes that are added and dropped."""

from ..util.langhelpers import Dispatcher
from . import _wire
from .ops import MigrateOperation, _statement

# The module that its classes are known by.
__name__ = "alembic.operations.ops"


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
