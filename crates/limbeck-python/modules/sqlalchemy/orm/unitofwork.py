"""Writes what changed in a session: rows that others refer to first, and deletes them last."""

import _limbeck
from _limbeck import mark

from ..sql.dml import Delete, Insert
from ._history import committed, forget, has_changed, history, is_orphan
from ._inserts import insert_objects
from ._order import in_rounds, saved_in_order
from .base import MANYTOMANY, MANYTOONE, NO_VALUE, ONETOMANY
from .collections import members
from .events import class_listeners, has_listeners, refuse_unserved, tell
from .persistence import changes, delete_object, write_changes
from .state import STATE, state_of


def flush(session):
    """Writes what changed; where that fails, all that the transaction did is undone at once."""
    work = Flush(session)
    for function in session._listeners("before_flush"):
        function(session, work, None)
    transaction = session._begun()
    transaction.check()
    try:
        work.run()
    except BaseException as error:
        transaction.failed(error, (), work.replaced, work.touched)
        raise


def is_dirty(instance):
    return bool(changes(instance)) or has_changed(instance)


def told(session):
    """The objects with rows of which a session has been told that they may have changed."""
    return _limbeck.told(session._marked, session)


def dirty(session):
    """The objects of a session that have something to write, but for new and deleted ones."""
    items = told(session)
    _limbeck.unmark(session._marked, session)
    session._marked.clear()
    found = {id(item): item for item, _ in _changed(items)}
    relating = {id(item) for item in _having(items, "related_props")}
    for item in items:
        if id(item) in relating and has_changed(item):
            found[id(item)] = item
        if id(item) in found or _may_be_orphan(item):
            mark(item)
    return [item for item in items if id(item) in found]


def is_any_dirty(session):
    for item in session._marked:
        state = item.__dict__[STATE]
        if state.session is session and state.identity is not None and is_dirty(item):
            return True
    return bool(session._marked and dirty(session))


def _may_be_orphan(instance):
    return bool(
        instance.__dict__[STATE].parents and type(instance).__mapper__.orphan_props
        and is_orphan(instance)
    )


def _having(instances, what):
    """The objects of classes that have relationships of a kind."""
    classes = {cls for cls in set(map(type, instances)) if getattr(cls.__mapper__, what)}
    return [item for item in instances if type(item) in classes] if classes else []


def _changed(instances):
    """(object, its changes) of those that have any."""
    keys = {cls: cls.__mapper__.facts.keys for cls in set(map(type, instances))}
    return _limbeck.all_changed(instances, keys)


class Flush:
    """What one flush writes."""

    def __init__(self, session):
        self.session = session
        self.deleted = []
        # Objects that an UPDATE may be for, and those to be deleted whose rows new ones took over.
        self.touched, self.replaced = [], []
        # Objects whose keys an UPDATE changes.
        self.moved = []
        self._doomed = set()

    def run(self):
        session = self.session
        self._leave_orphans()
        for instance in session._deleted.values():
            self._delete(instance)
        new = list(session._new)
        refuse_unserved(session, {type(item) for item in [*new, *self.deleted]})
        saved = [item for item in dirty(session) if id(item) not in self._doomed]
        self.touched, known = saved, len(session._marked)
        self._let_children_go(new + saved)
        saved = self._to_save(new, saved, session._marked[known:])
        self.touched = saved
        links = self._links([*new, *saved])
        for batch in saved_in_order(new, saved):
            self._save(batch)
        self._update_late([*new, *saved])
        self._write_links(links)
        for instance in self._deletes():
            self._delete_row(instance)
        tell(session, "after_flush", session, self)
        self._settle(new, saved)
        tell(session, "after_flush_postexec", session, self)

    # What goes.

    def _leave_orphans(self):
        session = self.session
        for instance in _having(session._new, "orphan_props"):
            if state_of(instance).orphaned and is_orphan(instance):
                session.expunge(instance)
        for instance in _having(session._marked and told(session), "orphan_props"):
            if _may_be_orphan(instance):
                session.delete(instance)

    def _delete(self, instance):
        if id(instance) not in self._doomed and state_of(instance).identity is not None:
            self._doomed.add(id(instance))
            self.deleted.append(instance)

    def _let_children_go(self, saved):
        """Children that were removed, and those of deleted objects, are deleted or forget them."""
        for instance in _having(saved, "related_props"):
            for prop in type(instance).__mapper__.related_props:
                if prop.direction is ONETOMANY:
                    self._let_go(instance, prop, history(instance, prop)[2])
        at = 0
        while at < len(self.deleted):
            instance = self.deleted[at]
            at += 1
            for prop in type(instance).__mapper__.related_props:
                if prop.direction is ONETOMANY:
                    self._let_go_of_deleted(instance, prop)

    def _let_go(self, instance, prop, removed):
        for child in removed:
            if has_parent_elsewhere(child, instance, prop):
                continue
            if prop.cascades_to("delete-orphan"):
                if state_of(child).identity is not None:
                    self.session.delete(child)
                    for item in self.session._deleted.values():
                        self._delete(item)
            elif id(child) not in self._doomed:
                _clear_keys(prop, child)

    def _let_go_of_deleted(self, instance, prop):
        passive = prop.options.get("passive_deletes")
        key = prop.key
        if key not in instance.__dict__ and passive:
            return
        self._let_go(instance, prop, history(instance, prop)[2])
        if prop.cascades_to("delete"):
            return
        if passive == "all":
            return
        for child in members(getattr(instance, key)):
            if id(child) not in self._doomed:
                _clear_keys(prop, child)

    def _to_save(self, new, saved, more):
        """The objects of the session that an UPDATE may be for, `more` having been told of since."""
        came = {}
        for instance in _having([*new, *saved], "related_props"):
            for prop in type(instance).__mapper__.related_props:
                if prop.direction is ONETOMANY:
                    came.update({id(item): item for item in history(instance, prop)[0]})
        for item in more:
            if id(item) not in came and changes(item):
                came[id(item)] = item
        known = self._doomed.union(map(id, saved))
        saved = [item for item in saved if id(item) not in self._doomed]
        return saved + [
            item for key, item in came.items() if key not in known and self._holds(item)
        ]

    def _holds(self, instance):
        state = None if instance is None else state_of(instance)
        return state is not None and state.session is self.session and state.identity is not None

    # What stays.

    def _save(self, batch):
        """Objects that do not wait for each other: UPDATEs, then INSERTs."""
        session = self.session
        relating = _having(batch, "related_props")
        for instance in relating:
            _take_keys(instance)
        held, new = [], []
        for instance in batch:
            if instance.__dict__[STATE].identity is None:
                new.append(instance)
            else:
                held.append(instance)
        written = _changed(held)
        if has_listeners():
            values = {id(item) for item, _ in written}
            held = [item for item in held if id(item) in values or has_changed(item)]
            _tell_each(held, session, "before_update")
            written = _changed(held)
        _tell_each(new, session, "before_insert")
        self.moved += write_changes(session, written)
        insert_objects(session, self._without_rows(new))
        for instance in relating:
            _give_keys(instance)
        _tell_written(new, session, "after_insert")
        _tell_written(held, session, "after_update")

    def _without_rows(self, new):
        """The new objects that take over no row of an object to be deleted."""
        if not self.deleted:
            return new
        found = []
        for instance in new:
            before = self._same_row(instance)
            if before is None:
                found.append(instance)
            else:
                self._take_over(before, instance)
        return found

    def _same_row(self, instance):
        """The object to be deleted whose row a new one has, which is then an UPDATE of that row."""
        mapper = type(instance).__mapper__
        identity = tuple(mapper.primary_key_from_instance(instance))
        found = self.session._identities.get((mapper.base_mapper.class_, identity))
        return found if found is not None and id(found) in self._doomed else None

    def _take_over(self, before, instance):
        state, known = state_of(instance), state_of(before)
        mapper = type(instance).__mapper__
        self.deleted = [item for item in self.deleted if item is not before]
        state.session, state.identity = self.session, known.identity
        state.stored = dict(zip(mapper.identity_keys, known.identity))
        if mapper.counts_versions:
            instance.__dict__.pop(mapper.version_key, None)
            state.stored[mapper.version_key] = (known.stored or {}).get(mapper.version_key)
        known.session, known.deleted = None, True
        self.replaced.append(before)
        self.session._identities[_key(instance)] = instance
        self.moved += write_changes(self.session, _changed([instance]))

    def _update_late(self, saved):
        """The keys of relationships with `post_update`."""
        late = [
            instance for instance in _having(saved, "related_props") if any(
                prop.options.get("post_update") for prop in type(instance).__mapper__.related_props
            )
        ]
        for instance in late:
            _take_keys(instance, late=True)
            _give_keys(instance, late=True)
        if late:
            held = {id(item): item for item in [*saved, *told(self.session)]}
            held = [item for key, item in held.items() if key not in self._doomed]
            self.moved += write_changes(self.session, _changed(held))

    # Rows of many-to-many relationships.

    def _links(self, saved):
        """(relationship, object, objects to link to, objects to part from), each link once."""
        session, found, seen = self.session, [], set()
        for instance in _having(saved + self.deleted, "related_props"):
            gone = id(instance) in self._doomed
            for prop in type(instance).__mapper__.related_props:
                if prop.direction is not MANYTOMANY:
                    continue
                if gone:
                    came, went = [], self._all_linked(instance, prop)
                else:
                    came, _, went = history(instance, prop)
                came = [
                    item for item in came if _is_new_link(seen, prop, instance, item, "+")
                    and _is_held(session, item, prop, "add")
                ]
                went = [
                    item for item in went if _is_new_link(seen, prop, instance, item, "-")
                    and _is_held(session, item, prop, "delete")
                ]
                if came or went:
                    found.append((prop, instance, came, went))
        return found

    def _all_linked(self, instance, prop):
        if prop.options.get("passive_deletes") and prop.key not in instance.__dict__:
            return []
        getattr(instance, prop.key)
        _, unchanged, removed = history(instance, prop)
        return unchanged + removed

    def _write_links(self, links):
        connection = self.session.connection
        for prop, instance, _, went in links:
            for other in went:
                if state_of(other).identity is not None:
                    self._unlink(prop, _link(prop, instance, other))
        rows = {}
        for prop, instance, came, _ in links:
            for other in came:
                if state_of(other).identity is not None:
                    rows.setdefault(prop, []).append(_link(prop, instance, other))
        for prop, found in rows.items():
            sets = found if len(found) > 1 else found[0]
            connection().execute(Insert(prop.secondary_table), sets)

    def _unlink(self, prop, row):
        table = prop.secondary_table
        statement = Delete(table)
        for name, value in row.items():
            statement = statement.where(table.c[name] == value)
        found = self.session.connection().execute(statement).rowcount
        if found == 0:
            from .exc import StaleDataError

            raise StaleDataError(
                f"DELETE statement on table '{table.name}' expected to delete 1 row(s); Only 0 "
                "were matched."
            )

    # Rows that go.

    def _deletes(self):
        rounds = list(in_rounds(self.deleted))
        return [instance for batch in reversed(rounds) for instance in batch]

    def _delete_row(self, instance):
        session = self.session
        tell_of(instance, session, "before_delete")
        delete_object(session, instance)
        session._forget(instance)
        tell_of(instance, session, "after_delete")

    # Afterwards.

    def _settle(self, new, saved):
        session = self.session
        done = {id(item) for item in new}
        session._new = [item for item in session._new if id(item) not in done]
        session._deleted = {}
        session._begun().took(new, [*self.deleted, *self.replaced], saved)
        for instance in new:
            facts = type(instance).__mapper__.facts
            session._identities[(facts.base, instance.__dict__[STATE].identity)] = instance
        for instance in _having([*new, *saved], "related_props"):
            _settle_related(instance)
        for instance in self.moved:
            _settle_identity(session, instance)
        dirty(session)
        if has_listeners():
            for instance in self.deleted:
                tell(session, "persistent_to_deleted", session, instance)
            for instance in new:
                tell(session, "pending_to_persistent", session, instance)


def _key(instance):
    return type(instance).__mapper__.facts.base, state_of(instance).identity


def _tell_each(instances, session, event):
    if has_listeners():
        for instance in instances:
            tell_of(instance, session, event)


def _tell_written(instances, session, event):
    """As `_tell_each`; what a listener sets now stays with the object, and is not written."""
    for instance in instances if has_listeners() else ():
        own, stored = instance.__dict__, state_of(instance).stored
        before = dict(own)
        tell_of(instance, session, event)
        stored.update({
            key: own[key] for key in type(instance).__mapper__.facts.keys
            if key in own and own[key] is not before.get(key, NO_VALUE)
        })


def tell_of(instance, session, event):
    """Tells the listeners of a class about one of its objects."""
    for function in class_listeners(type(instance), event):
        function(type(instance).__mapper__, session.connection(), instance)


def has_parent_elsewhere(child, parent, prop):
    """Whether another object has taken the child over."""
    state = state_of(child)
    found = (state.parents or {}).get(prop)
    return found is not None and found is not False and found is not state_of(parent)


def _settle_related(instance):
    """What was written is what the database has."""
    state = state_of(instance)
    for prop in type(instance).__mapper__.related_props:
        if prop.key in instance.__dict__:
            value = instance.__dict__[prop.key]
            if prop.lazy in ("dynamic", "write_only"):
                del instance.__dict__[prop.key]
                continue
            if not isinstance(value, list):
                value = members(value) if prop.is_collection() else value
            committed(instance, prop.key, value)
        elif state.pending:
            forget(state, prop.key)


def _settle_identity(session, instance):
    """An object whose key was changed is known by the new one."""
    state, mapper = state_of(instance), type(instance).__mapper__
    stored = state.stored or {}
    identity = tuple([
        stored.get(key, before) for key, before in zip(mapper.identity_keys, state.identity)
    ])
    if identity != state.identity:
        session._identities.pop(_key(instance), None)
        session._begun().took((), (), (), [(instance, state.identity)])
        state.identity = identity
        session._identities[_key(instance)] = instance


def _take_keys(instance, late=False):
    """The keys of objects that this one refers to, as far as that changed."""
    mapper, known = type(instance).__mapper__, state_of(instance).related or {}
    for prop in mapper.facts.along(MANYTOONE, late):
        value = instance.__dict__.get(prop.key, NO_VALUE)
        if value is NO_VALUE or value is known.get(prop.key, NO_VALUE):
            continue
        removed = history(instance, prop)[2]
        if not _is_held(state_of(instance).session, value, prop, "add"):
            continue
        for own, other in prop.links()[1]:
            key = mapper.key_of(own)
            if value is not None:
                instance.__dict__[key] = getattr(value, type(value).__mapper__.key_of(other))
            elif own.primary_key:
                _refuse_key(own, instance)
            elif state_of(instance).identity is not None or removed:
                instance.__dict__[key] = None
        if late:
            mark(instance)


def _give_keys(instance, late=False):
    """Objects that came to this one's collections get its key."""
    mapper = type(instance).__mapper__
    for prop in mapper.facts.along(ONETOMANY, late):
        for child in history(instance, prop)[0]:
            if child is None or has_parent_elsewhere(child, instance, prop) or not _is_held(
                state_of(instance).session, child, prop, "add"
            ):
                continue
            for own, referring in prop.links()[1]:
                child.__dict__[type(child).__mapper__.key_of(referring)] = getattr(
                    instance, mapper.key_of(own)
                )
            if state_of(child).identity is not None:
                mark(child)


def _is_held(session, other, prop, operation):
    """Whether the other object is in the session: what is along a relationship is not written else."""
    if other is None or state_of(other).session is session:
        return True
    if not state_of(other).deleted:
        import warnings

        from ..exc import SAWarning

        goes = "will not" if prop.direction is ONETOMANY else "won't"
        warnings.warn(
            f"Object of type <{type(other).__name__}> not in session, {operation} operation along "
            f"'{prop}' {goes} proceed", SAWarning, stacklevel=2,
        )
    return False


def _clear_keys(prop, child):
    mapper = type(child).__mapper__
    for _, referring in prop.links()[1]:
        if referring.primary_key:
            _refuse_key(referring, child)
        child.__dict__[mapper.key_of(referring)] = None
    mark(child)


def _refuse_key(column, instance):
    raise AssertionError(
        f"Dependency rule on column '{column.table.name}.{column.name}' tried to blank-out primary "
        f"key column of instance {instance!r}: delete it with its parent (cascade=\"all, "
        "delete-orphan\") or give it another one"
    )


def _link(prop, instance, other):
    """The row that links two objects."""
    _, near, far = prop.links()
    row = {
        column.key: getattr(instance, type(instance).__mapper__.key_of(own))
        for own, column in near
    }
    row.update({
        column.key: getattr(other, type(other).__mapper__.key_of(own)) for own, column in far
    })
    return row


def _is_new_link(seen, prop, instance, other, sign):
    """Whether the other side of the relationship has not the same change."""
    if other is None:
        return False
    name = prop.back_populates
    if name is None:
        return True
    mine = (sign, prop.key, prop.parent, id(instance), id(other))
    theirs = (sign, name, prop.target(), id(other), id(instance))
    if theirs in seen:
        return False
    seen.add(mine)
    return True
