"""The implementation for postgresql."""

from .base import (
    ColumnComment, ColumnType, IdentityColumnDefault, RenameTable, _as_it_is, alter_column,
    alter_table, format_column_name, format_table_name, format_type,
)
from .impl import DefaultImpl


class PostgresqlImpl(DefaultImpl):
    __dialect__ = "postgresql"
    transactional_ddl = True


class PostgresqlColumnType(ColumnType):
    """ALTER COLUMN .. TYPE, with USING."""

    def __init__(self, name, column_name, type_, using=None, **kw):
        super().__init__(name, column_name, type_, **kw)
        self.using = using


visit_rename_table = visit_column_type = visit_column_comment = visit_identity_column = _as_it_is


def __getattr__(name):
    if name in ("CreateExcludeConstraintOp", "ExcludeConstraintOp"):
        from ..operations.ops import CreateExcludeConstraintOp

        return CreateExcludeConstraintOp
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
