"""The directives: their classes and the objects through which scripts call them."""

from .base import AbstractOperations, BatchOperations, Operations


def __getattr__(name):
    if name in ("MigrateOperation", "MigrationScript"):
        from . import ops

        return getattr(ops, name)
    if name in ("ops", "batch", "schemaobj", "toimpl"):
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
