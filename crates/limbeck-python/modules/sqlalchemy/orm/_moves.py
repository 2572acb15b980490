"""What moves with an object: into a session, out of it, and back when a transaction is undone."""

from sys import getrefcount

from _limbeck import mark

from ._history import forget
from .collections import members
from .state import state_of


def cascaded(instance, what, read=True):
    """The objects that an operation goes on to, each once: each with what belongs to it first."""
    found, seen, stack = [], {id(instance)}, [_steps(instance, what, read)]
    while stack:
        for other in stack[-1]:
            if other is not None and id(other) not in seen:
                seen.add(id(other))
                found.append(other)
                stack.append(_steps(other, what, read))
                break
        else:
            stack.pop()
    return found


def _steps(instance, what, read):
    mapper = getattr(type(instance), "__mapper__", None)
    for prop in () if mapper is None else mapper.related_props:
        if prop.cascades_to(what):
            yield from _related(instance, prop, what, read)


def _related(instance, prop, what, read):
    if what == "save-update":
        held = members(instance.__dict__.get(prop.key))
        came = (state_of(instance).pending or {}).get(prop.key, ((), ()))[0]
        return [*held, *came]
    if what == "delete" and read and not prop.options.get("passive_deletes"):
        return members(getattr(instance, prop.key))
    return members(instance.__dict__.get(prop.key))


def restore(state):
    """An object that stands for no row."""
    state.identity = state.stored = None
    state.deleted = False
    forget(state)


def took_back(session, came, went, keys):
    """A transaction is undone: what it inserted is new again, what it deleted is there again."""
    for instance, before in reversed(keys):
        _forget_key(session, instance)
        state_of(instance).identity = before
        session._identities[_key(instance)] = instance
    for instance in came:
        _forget_key(session, instance)
        state_of(instance).session = None
        restore(state_of(instance))
    for instance in went:
        state = state_of(instance)
        if state.identity is not None:
            state.deleted, state.session = False, session
            mark(instance)
            session._identities[_key(instance)] = instance


def release(session):
    """Lets go of objects that have expired and that nobody else holds.

    A session that commits part after part would else go through all of them each time.
    """
    session._marked.clear()
    identities = session._identities
    items = list(identities.items())
    identities.clear()
    items.reverse()
    while items:
        key, instance = items.pop()
        if getrefcount(instance) > _ALONE:
            identities[key] = instance


def _references():
    """How many references an object has that only `release` looks at."""
    items = [(None, object())]
    _, instance = items.pop()
    return getrefcount(instance)


_ALONE = _references()


def _key(instance):
    return type(instance).__mapper__.base_mapper.class_, state_of(instance).identity


def _forget_key(session, instance):
    if session._identities.get(_key(instance)) is instance:
        del session._identities[_key(instance)]


def merged(session, instance, done):
    """The session's object for another one, with its values; objects of `merge` go along."""
    known = done.get(id(instance))
    if known is not None:
        return known
    mapper, state = type(instance).__mapper__, state_of(instance)
    if state.session is session:
        return instance
    identity = state.identity or tuple(mapper.primary_key_from_instance(instance))
    known = None
    if all(value is not None for value in identity):
        known = session.get(mapper.class_, identity)
    is_new = known is None
    if is_new:
        known = _bare(mapper.class_)
        session.add(known)
    done[id(instance)] = known
    _merge_version(mapper, instance, known, is_new)
    for key, prop in mapper._props.items():
        if key not in instance.__dict__:
            continue
        if prop.columns:
            setattr(known, key, instance.__dict__[key])
        elif hasattr(prop, "cascades_to"):
            _merge_related(session, instance, known, prop, done)
    return known


def _bare(cls):
    from .loading import preparation

    made = cls.__new__(cls)
    prepare = preparation(cls)
    if prepare is not None:
        prepare(made)
    return made


def _merge_version(mapper, instance, known, is_new):
    key = mapper.version_key
    if is_new or key is None:
        return
    given = instance.__dict__.get(key)
    if given is not None and given != getattr(known, key):
        from .exc import StaleDataError

        raise StaleDataError(
            f"Version id '{given}' on merged state {instance!r} does not match existing version "
            f"'{getattr(known, key)}'. Leave the version attribute unset when constructing the "
            "merged object if it should be merged without version matching."
        )


def _merge_related(session, instance, known, prop, done):
    if prop.viewonly or not prop.cascades_to("merge"):
        return
    value = instance.__dict__[prop.key]
    if prop.is_collection():
        found = [merged(session, item, done) for item in members(value)]
        if isinstance(getattr(known, prop.key), dict):
            found = dict(zip(value, found))
        elif isinstance(getattr(known, prop.key), set):
            found = set(found)
        setattr(known, prop.key, found)
    else:
        setattr(known, prop.key, None if value is None else merged(session, value, done))
