"""`inspect()`."""

_registrars = {}


def inspect(subject, raiseerr=True):
    """An Inspector for an engine or a connection, or what the ORM says of a class."""
    if hasattr(subject, "_inspector_for"):
        return subject._inspector_for()
    from .engine.base import Connection, Engine
    from .engine.reflection import Inspector

    if isinstance(subject, (Engine, Connection)):
        return Inspector(subject)
    if isinstance(subject, Inspector):
        return subject
    for cls in type(subject).__mro__:
        made = _registrars.get(cls)
        if made is not None:
            found = subject if made is True else made(subject)
            if found is not None:
                return found
    if getattr(subject, "is_clause_element", False) or hasattr(subject, "__clause_element__"):
        return subject
    sync = getattr(subject, "sync_engine", None) or getattr(subject, "sync_connection", None)
    from . import exc

    if sync is not None:
        kind = "an AsyncConnection" if hasattr(subject, "sync_connection") else "an AsyncEngine"
        raise exc.NoInspectionAvailable(
            f"Inspection on {kind} is currently not supported. Please use ``run_sync`` to pass "
            "a callable where it's possible to call ``inspect`` on the passed connection."
        )
    if not raiseerr:
        return None
    raise exc.NoInspectionAvailable(
        f"No inspection system is available for object of type {type(subject)}"
    )


def _inspects(*types):
    def decorate(function):
        for cls in types:
            _registrars[cls] = function
        return function

    return decorate


def _self_inspects(cls):
    _registrars[cls] = True
    return cls
