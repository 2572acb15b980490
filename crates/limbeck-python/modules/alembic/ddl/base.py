"""DDL elements of directives, by the names that custom code imports."""

from sqlalchemy.sql.base import quoted_name
from sqlalchemy.sql.ddl import ExecutableDDLElement
from sqlalchemy.sql.type_api import to_instance


class AlterTable(ExecutableDDLElement):
    """ALTER TABLE of a table by name; a base for elements with `@compiles`."""

    def __init__(self, table_name, schema=None):
        self.table_name = table_name
        self.schema = schema


class RenameTable(AlterTable):
    _own_dialects = ("postgresql", "sqlite")

    def __init__(self, old_table_name, new_table_name, schema=None):
        super().__init__(old_table_name, schema=schema)
        self.new_table_name = new_table_name

    def _operation(self):
        from ..operations import _wire, ops

        renamed = ops.RenameTableOp(self.table_name, self.new_table_name, schema=self.schema)
        return _wire.rename_table(renamed, None)


class AlterColumn(AlterTable):
    """One of the statements that `alter_column` comes to."""

    def __init__(self, name, column_name, schema=None, existing_type=None,
                 existing_nullable=None, existing_server_default=None, existing_comment=None):
        super().__init__(name, schema=schema)
        self.column_name = column_name
        self.existing_type = None if existing_type is None else to_instance(existing_type)
        self.existing_nullable = existing_nullable
        self.existing_server_default = existing_server_default
        self.existing_comment = existing_comment

    def _changes(self):
        return None

    def _operation(self):
        changes = self._changes()
        if changes is None:
            return None
        from ..operations import _wire, ops

        altered = ops.AlterColumnOp(
            self.table_name, self.column_name, schema=self.schema,
            existing_type=self.existing_type, existing_nullable=self.existing_nullable,
            existing_comment=self.existing_comment, **changes,
        )
        wire = _wire.alter_column(altered, None)
        # The CHECK of a type is a statement of its own.
        wire.pop("type_checks", None)
        wire.pop("existing_type_checks", None)
        return wire


class ColumnNullable(AlterColumn):
    def __init__(self, name, column_name, nullable, **kw):
        super().__init__(name, column_name, **kw)
        self.nullable = nullable

    def _changes(self):
        return {"modify_nullable": self.nullable}


class ColumnType(AlterColumn):
    using = None

    def __init__(self, name, column_name, type_, **kw):
        super().__init__(name, column_name, **kw)
        self.type_ = to_instance(type_)

    def _changes(self):
        more = {"postgresql_using": self.using} if self.using else {}
        return {"modify_type": self.type_, **more}


class ColumnName(AlterColumn):
    _own_dialects = ("sqlite", "mysql", "mariadb")

    def __init__(self, name, column_name, newname, **kw):
        super().__init__(name, column_name, **kw)
        self.newname = newname

    def _changes(self):
        return {"modify_name": self.newname}


class ColumnDefault(AlterColumn):
    def __init__(self, name, column_name, default, **kw):
        super().__init__(name, column_name, **kw)
        self.default = default

    def _changes(self):
        return {"modify_server_default": self.default}


class ComputedColumnDefault(ColumnDefault):
    pass


class IdentityColumnDefault(ColumnDefault):
    def __init__(self, name, column_name, default, impl, **kw):
        super().__init__(name, column_name, default, **kw)
        self.impl = impl

    def _operation(self):
        wire = super()._operation()
        if self.existing_server_default:
            from sqlalchemy.sql.schema import Identity

            if isinstance(self.existing_server_default, Identity):
                wire["existing_server_default"] = {"to": {"identity": self.existing_server_default}}
        return wire


class ColumnComment(AlterColumn):
    def __init__(self, name, column_name, comment, **kw):
        super().__init__(name, column_name, **kw)
        self.comment = comment

    def _changes(self):
        return {"modify_comment": self.comment}


class AddColumn(AlterTable):
    def __init__(self, name, column, schema=None, if_not_exists=None, inline_references=None,
                 inline_primary_key=None):
        super().__init__(name, schema=schema)
        self.column = column
        self.if_not_exists = if_not_exists
        self.inline_references = inline_references
        self.inline_primary_key = inline_primary_key

    def _operation(self):
        from ..operations import _wire, ops

        added = ops.AddColumnOp(
            self.table_name, self.column, schema=self.schema, if_not_exists=self.if_not_exists,
            inline_references=self.inline_references, inline_primary_key=self.inline_primary_key,
        )
        return _wire.add_column(added, None)


class DropColumn(AlterTable):
    def __init__(self, name, column, schema=None, if_exists=None):
        super().__init__(name, schema=schema)
        self.column = column
        self.if_exists = if_exists

    def _operation(self):
        from ..operations import _wire, ops

        dropped = ops.DropColumnOp(
            self.table_name, self.column.name, schema=self.schema, if_exists=self.if_exists
        )
        return _wire.drop_column(dropped, None)


def _as_it_is(element, compiler, **kw):
    """What Limbeck makes of the element, whatever function is registered for its class."""
    from sqlalchemy.sql._custom import _plain

    return _plain(element, compiler.dialect)


visit_add_column = visit_drop_column = visit_column_nullable = _as_it_is
visit_column_type = visit_column_default = visit_identity_column = visit_computed_column = _as_it_is


def visit_rename_table(element, compiler, **kw):
    new = format_table_name(compiler, element.new_table_name, element.schema)
    return f"{alter_table(compiler, element.table_name, element.schema)} RENAME TO {new}"


def visit_column_name(element, compiler, **kw):
    old, new = (
        format_column_name(compiler, name) for name in (element.column_name, element.newname)
    )
    return f"{alter_table(compiler, element.table_name, element.schema)} RENAME {old} TO {new}"


def quote_dotted(name, quote):
    if isinstance(name, quoted_name):
        return quote(name)
    return ".".join(quote(part) for part in name.split("."))


def format_table_name(compiler, name, schema):
    quote = compiler.preparer.quote
    return f"{quote_dotted(schema, quote)}.{quote(name)}" if schema else quote(name)


def format_column_name(compiler, name):
    return compiler.preparer.quote(name)


def format_server_default(compiler, default):
    from sqlalchemy.sql.schema import Column
    from sqlalchemy.sql.sqltypes import Integer

    return compiler.get_column_default_string(Column("x", Integer, server_default=default))


def format_type(compiler, type_):
    return compiler.process(type_)


def alter_table(compiler, name, schema):
    return f"ALTER TABLE {format_table_name(compiler, name, schema)}"


def alter_column(compiler, name):
    return f"ALTER COLUMN {format_column_name(compiler, name)}"


def drop_column(compiler, name, if_exists=None, **kw):
    return f"DROP COLUMN {'IF EXISTS ' if if_exists else ''}{format_column_name(compiler, name)}"


def add_column(compiler, column, if_not_exists=None, inline_references=None,
               inline_primary_key=None, **kw):
    element = AddColumn("t", column, None, if_not_exists, inline_references, inline_primary_key)
    return _as_it_is(element, compiler)[len("ALTER TABLE t "):]
