"""The environment in which env.py runs."""

from ._proxies import environment, not_established

_ATTRIBUTES = ("config", "script")


def _member(name):
    def member(*args, **kw):
        current = environment()
        if current is None:
            raise not_established(name, "EnvironmentContext")
        return getattr(current, name)(*args, **kw)

    member.__name__ = member.__qualname__ = name
    return member


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name in _ATTRIBUTES:
        current = environment()
        if current is None:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        return getattr(current, name)
    from .runtime.environment import EnvironmentContext

    if not hasattr(EnvironmentContext, name):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    value = globals()[name] = _member(name)
    return value
