"""The implementations of directives by dialect."""

from .impl import DefaultImpl


def __getattr__(name):
    if name in ("base", "impl", "mssql", "mysql", "oracle", "postgresql", "sqlite"):
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
