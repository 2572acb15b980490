"""The dialects by name; each is loaded when it is first asked for."""

_NAMES = ("mssql", "mysql", "oracle", "postgresql", "sqlite")
__all__ = _NAMES


def __getattr__(name):
    if name in _NAMES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    if name == "registry":
        from ._base import registry

        return registry
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
