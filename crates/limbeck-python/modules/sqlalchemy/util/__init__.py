"""The helpers of SQLAlchemy that scripts and models use."""

from .langhelpers import (
    asbool,
    asint,
    classproperty,
    counter,
    deprecated,
    hybridmethod,
    hybridproperty,
    immutabledict,
    memoized_property,
    symbol,
    to_list,
    warn,
    warn_deprecated,
)

_LAZY = {
    "OrderedDict": "collections",
    "defaultdict": "collections",
    "namedtuple": "collections",
    "wraps": "functools",
    "partial": "functools",
}


def __getattr__(name):
    if name in _LAZY:
        return getattr(__import__(_LAZY[name]), name)
    if name in ("GenericRepr", "generic_repr"):
        from ..sql import type_api

        return getattr(type_api, name)
    if name in ("OrderedSet", "IdentitySet", "unique_list", "OrderedProperties"):
        from . import _collections

        return getattr(_collections, name)
    if name in ("preload_module", "preloaded", "set_creation_order"):
        from . import preloading

        return getattr(preloading, name)
    if name in ("await_only", "await_fallback", "greenlet_spawn"):
        from . import concurrency

        return getattr(concurrency, name)
    if name in ("typing", "compat", "concurrency", "queue", "topological"):
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
