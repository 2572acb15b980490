"""The implementation for sqlite."""

from .base import (
    ColumnName, RenameTable, _as_it_is, alter_table, format_column_name, format_table_name,
)
from .impl import DefaultImpl


class SQLiteImpl(DefaultImpl):
    __dialect__ = "sqlite"
    transactional_ddl = False


visit_rename_table = visit_column_name = _as_it_is
