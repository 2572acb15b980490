"""What an object's relationships were when they were read, and what came and went since."""

from _limbeck import mark

from .base import NO_VALUE
from .collections import members
from .state import state_of


def committed(instance, key, value):
    """From now on the database is known to have these."""
    state = state_of(instance)
    if state.related is None:
        state.related = {}
    state.related[key] = tuple(value) if isinstance(value, list) else value


def forget(state, key=None):
    """As of something that has expired."""
    if key is None:
        # Whose child it is has to be read again as well.
        state.related = state.pending = state.parents = None
        return
    for kept in (state.related, state.pending):
        if kept is not None:
            kept.pop(key, None)


def note_pending(instance, key, item, added):
    """A change to a collection that has not been read."""
    mark(instance)
    state = state_of(instance)
    if state.pending is None:
        state.pending = {}
    came, went = state.pending.setdefault(key, ([], []))
    into, out_of = (came, went) if added else (went, came)
    if _holds(out_of, item):
        out_of[:] = [other for other in out_of if other is not item]
    elif not _holds(into, item):
        into.append(item)


def with_pending(instance, key, found):
    """What was read, with what changed before."""
    pending = (state_of(instance).pending or {}).pop(key, None)
    if pending is None:
        return found
    came, went = pending
    kept = [item for item in found if not _holds(went, item)]
    return kept + [item for item in came if not _holds(kept, item)]


def _holds(items, item):
    return any(item is other for other in items)


def history(instance, prop):
    """(added, unchanged, removed) objects of a relationship; nothing is read."""
    state = state_of(instance)
    key = prop.key
    if key not in instance.__dict__:
        came, went = (state.pending or {}).get(key, ((), ()))
        return list(came), [], list(went)
    value = instance.__dict__[key]
    before = (state.related or {}).get(key, NO_VALUE)
    if prop.is_collection():
        now, before = members(value), () if before is NO_VALUE else before
        if not before:
            return now, [], []
        known = {id(item) for item in before}
        held = {id(item) for item in now}
        return (
            [item for item in now if id(item) not in known],
            [item for item in now if id(item) in known],
            [item for item in before if id(item) not in held],
        )
    if value is before:
        return [], [] if value is None else [value], []
    return [value], [], [] if before is NO_VALUE or before is None else [before]


def has_changed(instance):
    """Whether any relationship has something to write."""
    state = state_of(instance)
    if state.pending:
        return True
    own = instance.__dict__
    for prop in type(instance).__mapper__.related_props:
        if prop.key in own:
            added, _, removed = history(instance, prop)
            if added or removed:
                return True
    return False


# Parents, of relationships whose orphans are deleted.


def set_parent(child, prop, parent, has_it):
    state = state_of(child)
    if state.parents is None:
        state.parents = {}
    own = state_of(parent)
    if has_it:
        state.parents[prop] = own
    else:
        last = state.parents.get(prop)
        if last is None or last is own:
            state.parents[prop] = False
            mark(child)


def has_parent(child, prop):
    state = state_of(child)
    found = (state.parents or {}).get(prop)
    return state.identity is not None if found is None else found is not False


def is_orphan(instance):
    """Whether one of those that would delete their orphans has let go of it."""
    props = type(instance).__mapper__.orphan_props
    return any(not has_parent(instance, prop) for prop in props)
