"""Listeners of mapped classes, their attributes and sessions."""

from itertools import count

import _limbeck

_places = count()

_MAPPER = "before_insert after_insert before_update after_update before_delete after_delete"
_INSTANCE = {
    "init": "target args kwargs", "load": "target context", "refresh": "target context attrs",
    "expire": "target attrs",
}
_ATTRIBUTE = {
    "set": "target value oldvalue initiator", "append": "target value initiator",
    "remove": "target value initiator", "bulk_replace": "target values initiator",
}
_SESSION = {
    "before_flush": "session flush_context instances", "after_flush": "session flush_context",
    "after_flush_postexec": "session flush_context", "before_commit": "session",
    "after_commit": "session", "after_rollback": "session",
    "after_soft_rollback": "session previous_transaction",
    "after_begin": "session transaction connection", "before_attach": "session instance",
    "after_attach": "session instance", "transient_to_pending": "session instance",
    "pending_to_persistent": "session instance", "persistent_to_deleted": "session instance",
    "loaded_as_persistent": "session instance",
}
# What nothing here can tell: who listens is refused as soon as objects are read or written.
_UNSERVED = frozenset("""
    first_init init_failure refresh_flush init_scalar init_collection dispose_collection modified
    append_wo_mutation do_orm_execute after_bulk_update after_bulk_delete after_transaction_create
    after_transaction_end detached_to_persistent persistent_to_detached persistent_to_transient
    pending_to_transient deleted_to_detached deleted_to_persistent before_compile
    before_compile_update before_compile_delete
    """.split())
ARGUMENTS = {
    **{name: "mapper connection target" for name in _MAPPER.split()},
    **_INSTANCE, **_ATTRIBUTE, **_SESSION,
}

# What mappers are told of where it happens.
_MAPPING = frozenset("""
    instrument_class mapper_configured before_mapper_configured after_mapper_constructed
    before_configured after_configured class_instrument class_uninstrument attribute_instrument
    """.split())

_heard = {}
_unserved = []


class _Events:
    """Events of objects and sessions."""


class InstanceEvents(_Events):
    pass


class MapperEvents(_Events):
    pass


class SessionEvents(_Events):
    pass


class AttributeEvents(_Events):
    pass


class InstrumentationEvents(_Events):
    pass


class QueryEvents(_Events):
    pass


class RegistryEvents(_Events):
    pass


class Heard:
    """A listener, and how it was given."""

    def __init__(self, function, original, target, identifier, retval, propagate):
        self.function = function
        self._limbeck_original = original
        # Kept, so that no other object gets its id.
        self.target = target
        self.owner = target if isinstance(target, type) else getattr(target, "class_", None)
        self.retval = retval
        self.propagate = propagate
        self.answers = identifier in ("set", "append")
        self.at = next(_places)

    def __call__(self, *args):
        if not self.answers:
            return self.function(*args)
        if not self.propagate and type(args[0]) is not self.owner:
            return args[1]
        answer = self.function(*args)
        return answer if self.retval else args[1]


def is_orm_event(identifier):
    return identifier in ARGUMENTS or identifier in _UNSERVED


def refuse_unknown(target, identifier):
    """Nobody listens in vain to what a class or session does not tell."""
    if identifier in _MAPPING:
        return
    if hasattr(target, "__mapper__") or hasattr(target, "cascades_to") or hasattr(
        target, "bulk_save_objects"
    ):
        _refuse(target, identifier)


def listeners_of(target, identifier):
    """The list that a target's listeners are kept in."""
    _limbeck.interpret_scripts()
    key = _key(target, identifier)
    if identifier in _UNSERVED:
        _unserved.append((key, identifier))
    return _heard.setdefault((key, identifier), [])


def _key(target, identifier):
    from .attributes import QueryableAttribute
    from .mapper import Mapper

    if isinstance(target, QueryableAttribute) or hasattr(target, "cascades_to") or (
        identifier in _ATTRIBUTE
    ):
        return _attribute_key(target, identifier)
    if isinstance(target, Mapper):
        target = target.class_
    elif target is Mapper or getattr(target, "__name__", None) == "mapper":
        return object
    elif identifier in _SESSION:
        return _session_key(target, identifier)
    if identifier == "init":
        _wrap_init(target)
    return target if isinstance(target, type) else id(target)


def _attribute_key(target, identifier):
    from .attributes import InstrumentedAttribute, ListenedAttribute

    cls, key = getattr(target, "class_", None), getattr(target, "key", None)
    if cls is None or key is None:
        _refuse(target, identifier)
    if isinstance(target, InstrumentedAttribute):
        for mapper in cls.__mapper__.self_and_descendants:
            ListenedAttribute.put_on(mapper.class_, key)
    return cls, key


def _session_key(target, identifier):
    from .session import Session, sessionmaker

    for name in ("session_factory", "class_"):
        found = getattr(target, name, None)
        if found is not None and not isinstance(target, type):
            target = found
    if target is sessionmaker:
        return Session
    if not isinstance(target, Session) and not (
        isinstance(target, type) and issubclass(target, Session)
    ):
        _refuse(target, identifier)
    return target if isinstance(target, type) else id(target)


def _refuse(target, identifier):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(f"No such event '{identifier}' for target '{target}'")


def _wrap_init(cls):
    made = cls.__dict__.get("__init__")
    if not isinstance(cls, type) or getattr(made, "_limbeck_tells", False):
        return
    original = cls.__init__

    def __init__(self, *args, **kwargs):
        for function in class_listeners(type(self), "init"):
            function(self, args, kwargs)
        original(self, *args, **kwargs)

    __init__._limbeck_tells = True
    type.__setattr__(cls, "__init__", __init__)


def has_listeners():
    return bool(_heard)


def class_listeners(cls, event):
    """Who listens to an event of a class's objects."""
    if not _heard:
        return ()
    found = []
    for base in reversed(cls.__mro__):
        for heard in _heard.get((base, event), ()):
            if base is cls or base is object or heard.propagate:
                found.append(heard)
    return sorted(found, key=_place)


def _place(heard):
    return heard.at


def attribute_listeners(attribute, event):
    if not _heard:
        return ()
    found = list(_heard.get(((attribute.class_, attribute.key), event), ()))
    for base in attribute.class_.__mro__[1:]:
        found += [
            heard for heard in _heard.get(((base, attribute.key), event), ()) if heard.propagate
        ]
    return found


def session_listeners(session, event):
    if not _heard:
        return ()
    found = []
    for base in reversed(type(session).__mro__):
        found += _heard.get((base, event), ())
    return sorted(found, key=_place) + _heard.get((id(session), event), [])


def tell(session, event, *args):
    if _heard:
        for function in session_listeners(session, event):
            function(*args)


def refuse_unserved(session, classes):
    """Refuses to go on where somebody listens to what is never told."""
    for key, event in _unserved:
        if not _heard.get((key, event)):
            continue
        if event.startswith("before_compile"):
            _refuse_to_go_on(event)
        names = (key, key[0]) if isinstance(key, tuple) else (key,)
        mro = {base for cls in classes for base in cls.__mro__}
        if any(name in mro or name == id(session) for name in names) or (
            isinstance(key, type) and isinstance(session, key)
        ):
            _refuse_to_go_on(event)


def _refuse_to_go_on(event):
    raise NotImplementedError(
        f"the event {event!r} is listened to, and is not told here: remove the listener while the "
        "revision runs, or write with session.connection().execute(..)"
    )
