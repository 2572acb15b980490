"""The types, each also in the submodule that generated scripts name."""

_SUBMODULES = frozenset(
    "arrow bit choice color country currency email encrypted enriched_datetime ip_address json "
    "locale ltree password phone_number range scalar_list timezone ts_vector url uuid "
    "weekdays".split()
)


def __getattr__(name):
    if name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    if name.startswith("_"):
        raise AttributeError(name)
    from . import _all

    return getattr(_all, name)
