"""The implementation for postgresql."""

from .impl import DefaultImpl


class PostgresqlImpl(DefaultImpl):
    __dialect__ = "postgresql"
    transactional_ddl = True


def __getattr__(name):
    if name in ("CreateExcludeConstraintOp", "ExcludeConstraintOp"):
        from ..operations.ops import CreateExcludeConstraintOp

        return CreateExcludeConstraintOp
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
