"""Alembic as scripts and env.py files see it."""

__version__ = "1.20.1"

_SUBMODULES = frozenset(
    "autogenerate command config context ddl environment migration op operations runtime script "
    "util".split()
)


def __getattr__(name):
    if name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    if name == "Operations":
        from .operations import Operations

        return Operations
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
