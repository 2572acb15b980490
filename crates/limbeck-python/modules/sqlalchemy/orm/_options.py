"""Loader options at work: related objects that are read together with those of a query."""

from ._related import take_loaded
from .base import MANYTOONE
from .collections import members
from .loading import Entity, _related_query, load_related, ordered
from .state import state_of
from .strategy_options import Load

_NOW = ("joinedload", "subqueryload", "selectinload", "immediateload", "joined", "subquery",
        "selectin", "immediate", False)
_AT_ONCE = 500
_RAISING = {"raiseload": "raise", "raiseload_on_sql": "raise_on_sql"}


def _said(statement):
    return [
        said for option in getattr(statement, "_with_options", ())
        for said in getattr(option, "_said", ())
    ]


def contained(statement):
    """The statement with the columns of what `contains_eager()` says it joins."""
    found = [path[-1] for path, what in _said(statement) if what == "contains_eager"]
    if not found or getattr(statement, "_contained", None):
        return statement
    before = len(statement._raw_columns)
    made = statement.add_columns(*[_selected(attribute) for attribute in found])
    made._contained = before
    return made


def _selected(attribute):
    return attribute._of_type if attribute._of_type is not None else attribute.entity.class_


def forbids(statement):
    """Whether an option says that something is not to be read later."""
    return any(what in _RAISING for _, what in _said(statement))


def _allow(objects):
    """The session keeps objects that nobody holds any more: a query gives them as if read anew."""
    for item in objects:
        state_of(item).raising = None


def _forbid(session, entity, objects, said, held):
    """Notes what `raiseload()` says of objects that were read now."""
    for path, what in said:
        how = _RAISING.get(what)
        if how is None or not isinstance(path[0], str) and not _starts(entity, path[0]):
            continue
        session._forbids, found = True, objects
        for step in path[:-1]:
            found = _distinct(
                other for item in found if hasattr(item, "__dict__")
                for other in members(item.__dict__.get(step.prop.key))
            )
        for item in found:
            if id(item) not in held:
                known = type(item).__mapper__.relationships.keys()
                keys = known if isinstance(path[-1], str) else [path[-1].prop.key]
                state = state_of(item)
                state.raising = {**(state.raising or {}), **dict.fromkeys(keys, how)}


def load_now(session, statement, columns, names, rows, held=()):
    """Reads what the options and the relationships themselves want read; the rows as asked for.

    Objects that are `held` were in the session before.
    """
    said = _said(statement)
    place = getattr(statement, "_contained", None)
    if place is not None:
        paths = [path for path, what in said if what == "contains_eager"]
        rows = _take_contained(columns[:place], paths, rows, place)
        names = names[:place]
    for at, item in enumerate(columns[:place]):
        if isinstance(getattr(item, "item", item), Entity):
            objects = _distinct([row[at] for row in rows])
            _load_default(session, objects, said)
            options = getattr(statement, "_with_options", ())
            for path, what in said:
                if _starts(item, path[0]) and what != "contains_eager":
                    _walk(session, objects, path, what, options)
            if session._forbids:
                _allow(objects)
            _forbid(session, item, objects, said, held)
    return names, rows


def _starts(item, attribute):
    prop = getattr(attribute, "prop", None)
    return prop is not None and item.mapper is not None and (
        item.mapper.common_parent(prop.parent)
    )


def _distinct(objects):
    return list({id(item): item for item in objects if item is not None}.values())


def _take_contained(columns, paths, rows, place):
    """Fills the relationships of `contains_eager()` from the rows; each row once, without them."""
    kept, seen, held = [], set(), {}
    for row in rows:
        own, more = row[:place], row[place:]
        for path, other in zip(paths, more):
            for owner in _owners(own, more, paths, path):
                found = held.setdefault((id(owner), path[-1].prop.key), (owner, path[-1].prop, []))
                if other is not None and not any(other is item for item in found[2]):
                    found[2].append(other)
        key = tuple(id(item) if hasattr(type(item), "__mapper__") else item for item in own)
        if key not in seen:
            seen.add(key)
            kept.append(own)
    for owner, prop, found in held.values():
        if prop.key not in owner.__dict__:
            take_loaded(owner, prop, found if prop.is_collection() else (found or [None])[0])
    return kept


def _owners(own, more, paths, path):
    """The objects of a row whose attribute the last step of a path is."""
    if len(path) > 1:
        return [
            item for other, item in zip(paths, more)
            if item is not None and len(other) == len(path) - 1
            and all(one.prop is two.prop for one, two in zip(other, path))
        ]
    parent = path[0].prop.parent
    return [
        item for item in own
        if hasattr(type(item), "__mapper__") and type(item).__mapper__.isa(parent)
    ][:1]


def _walk(session, objects, path, what, options):
    """Reads along a path of attributes."""
    for at, attribute in enumerate(path):
        prop = getattr(attribute, "prop", None)
        if prop is None or not hasattr(prop, "cascades_to"):
            return
        objects = [item for item in objects if type(item).__mapper__.isa(prop.parent)]
        last = at == len(path) - 1
        if last and what == "noload":
            for item in objects:
                if prop.key not in item.__dict__:
                    take_loaded(item, prop, [] if prop.is_collection() else None)
            return
        if last and what not in _NOW:
            return
        narrow = _narrowing(prop, options, path[: at + 1])
        load_many(session, objects, prop, attribute._criteria, narrow)
        objects = _distinct(
            other for item in objects for other in members(item.__dict__.get(prop.key))
        )


def _narrowing(prop, options, path):
    """The option that leaves out columns of what is read along a path; None where none does."""
    found = [
        (what, names) for option in options
        for at, what, names in getattr(option, "_columns", ())
        if len(at) == len(path) and all(one.prop is other.prop for one, other in zip(at, path))
    ]
    made = Load()
    for what, names in found:
        made = made._with_columns(what, names)
    return made if found else None


def _load_default(session, objects, said):
    """Relationships with `lazy="selectin"` and its like."""
    for cls in dict.fromkeys(map(type, objects)):
        props = cls.__mapper__.eager_props
        items = [item for item in objects if type(item) is cls] if props else ()
        for prop in props:
            said_of = any(getattr(path[0], "prop", None) is prop for path, _ in said)
            if said_of or prop in session._loading:
                continue
            session._loading.add(prop)
            try:
                load_many(session, items, prop)
            finally:
                session._loading.discard(prop)


def load_many(session, objects, prop, criteria=(), narrow=None):
    """Reads a relationship of several objects: with one query where a single key links them."""
    waiting = [
        item for item in objects
        if prop.key not in item.__dict__ and state_of(item).session is session
        and not _took_known(session, item, prop)
    ]
    if criteria or narrow is not None:
        options = () if narrow is None else (narrow,)
        for item in waiting:
            query = _related_query(session, item, prop)
            if hasattr(query, "options"):
                query = query.filter(*criteria).options(*options)
            found = [] if query is None else query.all()
            take_loaded(item, prop, found if prop.is_collection() else (found or [None])[0])
        return
    direction, near, _ = prop.links()
    if len(waiting) < 2 or len(near) != 1 or prop.secondary is not None or prop.primaryjoin is not (
        None
    ) or prop.lazy in ("dynamic", "write_only"):
        for item in waiting:
            if prop.lazy not in ("dynamic", "write_only"):
                load_related(item, prop)
        return
    for start in range(0, len(waiting), _AT_ONCE):
        _load_some(session, waiting[start : start + _AT_ONCE], prop, direction, near[0])


def _took_known(session, item, prop):
    """Whether the other object is one that the session has."""
    if prop.direction is not MANYTOONE:
        return False
    stored, mapper = state_of(item).stored or {}, type(item).__mapper__
    near, target = prop.links()[1], prop.target()
    identity = tuple(stored.get(mapper.key_of(own)) for own, _ in near)
    known = session._identities.get((target.base_mapper.class_, identity))
    if known is None or [id(one) for _, one in near] != [id(key) for key in target.primary_key]:
        return False
    take_loaded(item, prop, known)
    return True


def _load_some(session, objects, prop, direction, link):
    own, other = link
    target = prop.target()
    mapper = type(objects[0]).__mapper__
    keys = {id(item): getattr(item, mapper.key_of(own)) for item in objects}
    wanted = list(dict.fromkeys(key for key in keys.values() if key is not None))
    found = {}
    if wanted:
        query = session.query(target.class_).filter(other.in_(wanted))
        for item in ordered(query, prop).all():
            found.setdefault(getattr(item, target.key_of(other)), []).append(item)
    for item in objects:
        held = found.get(keys[id(item)], [])
        if prop.key not in item.__dict__:
            take_loaded(item, prop, held if prop.is_collection() else (held or [None])[0])
