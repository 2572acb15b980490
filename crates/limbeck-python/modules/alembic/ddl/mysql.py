"""The implementations for MySQL and MariaDB."""

from .base import AlterColumn, ColumnDefault, ColumnName, ColumnNullable, ColumnType
from .impl import DefaultImpl


class MySQLImpl(DefaultImpl):
    __dialect__ = "mysql"
    transactional_ddl = False


class MariaDBImpl(MySQLImpl):
    __dialect__ = "mariadb"


class MySQLAlterDefault(AlterColumn):
    """SET DEFAULT or DROP DEFAULT."""

    def __init__(self, name, column_name, default, schema=None, **kw):
        super().__init__(name, column_name, schema=schema, **kw)
        self.default = default

    def _changes(self):
        return {"modify_server_default": self.default}


class MySQLChangeColumn(AlterColumn):
    """CHANGE: a new name, and all that is said of the column."""

    def __init__(self, name, column_name, schema=None, newname=None, type_=None, nullable=None,
                 default=False, autoincrement=None, comment=False, **kw):
        super().__init__(name, column_name, schema=schema, **kw)
        self.newname = newname
        self.type_ = type_
        self.nullable = nullable
        self.default = default
        self.autoincrement = autoincrement
        self.comment = comment

    def _changes(self):
        given = {
            "modify_name": self.newname, "modify_type": self.type_,
            "modify_nullable": self.nullable, "autoincrement": self.autoincrement,
        }
        changes = {name: value for name, value in given.items() if value is not None}
        more = {"modify_server_default": self.default, "modify_comment": self.comment}
        return {**changes, **{name: value for name, value in more.items() if value is not False}}


class MySQLModifyColumn(MySQLChangeColumn):
    """MODIFY: all that is said of the column."""


def element_of(operation, place, given):
    """The one element that `alter_column` comes to on these databases."""
    from ..operations import _wire

    said = {
        "type_": operation.modify_type, "nullable": operation.modify_nullable,
        "default": operation.modify_server_default, "comment": operation.modify_comment,
        "autoincrement": operation.kw.get("autoincrement"),
    }
    plain = {name for name, value in said.items() if value is not None and value is not False}
    if operation.modify_name is not None:
        element = MySQLChangeColumn(*place, newname=operation.modify_name, **said, **given)
    elif plain <= {"default"}:
        element = MySQLAlterDefault(*place, operation.modify_server_default, **given)
    else:
        element = MySQLModifyColumn(*place, **said, **given)
    wire = _wire.alter_column(operation, None)
    element._operation = lambda: wire
    return element
