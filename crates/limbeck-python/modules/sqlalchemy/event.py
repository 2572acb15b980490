"""Listeners: on engines, connections and pools, and stored ones on schema objects."""

import sys

import _limbeck

_stored = {}
CANCEL = "CANCEL"
NO_RETVAL = "NO_RETVAL"


class _Key:
    def __init__(self, target, identifier, fn):
        self.target, self.identifier, self.fn = target, identifier, fn


def _target(target):
    # An AsyncEngine or AsyncConnection listens through what it stands for.
    for name in ("sync_engine", "sync_connection"):
        found = getattr(target, name, None)
        if found is not None:
            return found
    return target


def listen(target, identifier, fn, *args, once=False, named=False, insert=False, retval=False,
           propagate=False, **kw):
    """Calls `fn` at each event of this name on the target."""
    function = fn
    if once:
        done = []

        def function(*values, **named_values):
            if not done:
                done.append(True)
                return fn(*values, **named_values)

        function._limbeck_original = fn
    if named or not retval and identifier in _CHANGING:
        function = _adapted(fn, function, identifier, named, retval)
    for one in (target if isinstance(target, (list, tuple)) else (target,)):
        if _of_orm(identifier):
            from .orm.events import Heard

            function = Heard(function, fn, one, identifier, retval, propagate)
        listeners = _listeners(_target(one), identifier)
        listeners.insert(0, function) if insert else listeners.append(function)


# What listeners of connections are given by name, and those that change it where they say so.
_ARGUMENTS = {
    "before_execute": "conn clauseelement multiparams params execution_options",
    "after_execute": "conn clauseelement multiparams params execution_options result",
    "before_cursor_execute": "conn cursor statement parameters context executemany",
    "after_cursor_execute": "conn cursor statement parameters context executemany",
    "handle_error": "exception_context",
    "engine_connect": "conn",
    "begin": "conn",
    "commit": "conn",
    "rollback": "conn",
    "savepoint": "conn name",
    "release_savepoint": "conn name context",
    "rollback_savepoint": "conn name context",
    "set_connection_execution_options": "conn opts",
    "do_connect": "dialect conn_rec cargs cparams",
    "connect": "dbapi_connection connection_record",
    "first_connect": "dbapi_connection connection_record",
    "checkout": "dbapi_connection connection_record connection_proxy",
    "checkin": "dbapi_connection connection_record",
    "before_create": "target connection",
    "after_create": "target connection",
    "before_drop": "target connection",
    "after_drop": "target connection",
    "before_parent_attach": "target parent",
    "after_parent_attach": "target parent",
    "column_reflect": "inspector table column_info",
}
# Those that are told of the statements of directives as well.
_OF_STATEMENTS = ("before_cursor_execute", "after_cursor_execute", "handle_error")
_CHANGING = ("before_execute", "before_cursor_execute")


def _adapted(fn, inner, identifier, named, retval):
    """A listener that is given its arguments by name, or whose answer does not count."""
    names = _ARGUMENTS.get(identifier, "").split()
    if not names and _of_orm(identifier):
        from .orm.events import ARGUMENTS

        names = ARGUMENTS.get(identifier, "").split()
    if named and not names:
        raise NotImplementedError(
            f"listen(.., named=True) for {identifier!r}: take the arguments by their places"
        )

    def function(*values, **more):
        if named:
            answer = inner(**dict(zip(names, values)), **more)
        else:
            answer = inner(*values, **more)
        return answer if retval or identifier not in _CHANGING else None

    function._limbeck_original = fn
    return function


def _of_orm(identifier):
    """Whether an event is one of objects, their attributes and sessions."""
    if identifier in _ARGUMENTS:
        return False
    from .orm.events import is_orm_event

    return is_orm_event(identifier)


def _listeners(target, identifier):
    if _of_orm(identifier):
        from .orm.events import listeners_of

        return listeners_of(target, identifier)
    from .engine.base import _heard_events, _Listened

    if isinstance(target, _Listened) or (
        isinstance(target, type) and issubclass(target, _Listened)
    ):
        _heard_events.add(identifier)
        if identifier in _OF_STATEMENTS and _limbeck.has_host():
            _limbeck.call("heard.listen", None)
    if isinstance(target, type) and issubclass(target, _Listened):
        if "_class_listeners" not in target.__dict__:
            target._class_listeners = {}
        return target._class_listeners.setdefault(identifier, [])
    if isinstance(target, _Listened):
        if target._listeners is None:
            target._listeners = {}
        return target._listeners.setdefault(identifier, [])
    _refuse_unknown(target, identifier)
    key = target if isinstance(target, type) else id(target)
    _limbeck.interpret_scripts()
    kept = _stored.setdefault(key, (target, {}))
    return kept[1].setdefault(identifier, [])


def _refuse_unknown(target, identifier):
    module = sys.modules.get("sqlalchemy.orm.events")
    if module is not None:
        module.refuse_unknown(target, identifier)


def listens_for(target, identifier, *args, **kw):
    def decorate(fn):
        listen(target, identifier, fn, *args, **kw)
        return fn

    return decorate


def remove(target, identifier, fn):
    listeners = _listeners(_target(target), identifier)
    for function in list(listeners):
        if function is fn or getattr(function, "_limbeck_original", None) is fn:
            listeners.remove(function)
            return
    from .exc import InvalidRequestError

    raise InvalidRequestError(
        f"No listeners found for event {target!r} / {identifier!r} / {fn!r} "
    )


def contains(target, identifier, fn):
    return any(
        function is fn or getattr(function, "_limbeck_original", None) is fn
        for function in _listeners(_target(target), identifier)
    )


def _fire(target, event, *args, **kw):
    """Tells the listeners of a schema object, and those of its classes."""
    found = list(_stored.get(id(target), (None, {}))[1].get(event, ()))
    for cls in type(target).__mro__:
        found += _stored.get(cls, (None, {}))[1].get(event, ())
    for function in found:
        function(*args, **kw)


def _has_listeners(target, *events):
    """Whether anyone listens to one of the events of a schema object or its classes."""
    kept = [_stored.get(key) for key in (id(target), *type(target).__mro__)]
    return any(known[1].get(event) for known in kept if known is not None for event in events)


class Events:
    pass


def __getattr__(name):
    if name.endswith("Events"):
        return type(name, (Events,), {})
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
