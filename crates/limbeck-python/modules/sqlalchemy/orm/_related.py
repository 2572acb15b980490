"""The attribute of a relationship: what is set, added and removed reaches the other side."""

from _limbeck import mark

from . import _comparisons
from ._history import committed, forget, is_orphan, note_pending, set_parent, with_pending
from .base import NO_VALUE
from .collections import collection_for, empty_collection, members, owned, put, quietly, take_out
from .events import attribute_listeners
from .state import state_of


class RelationshipAttribute(_comparisons.RelationshipComparisons):
    """A relationship's attribute: on objects, the other object or objects."""

    is_attribute = True

    @property
    def impl(self):
        from .attributes import AttributeImpl

        return AttributeImpl()

    def __init__(self, class_, key, prop):
        self.class_ = class_
        self.key = key
        self.prop = self.property = prop

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        try:
            return instance.__dict__[self.key]
        except KeyError:
            return self.prop._missing(instance)

    def __set__(self, instance, value):
        if self.prop.is_collection():
            self._set_collection(instance, value)
        else:
            self.set_scalar(instance, value)

    def __delete__(self, instance):
        if self.prop.is_collection():
            self._set_collection(instance, [])
        else:
            self.set_scalar(instance, None)

    # One object.

    def set_scalar(self, instance, value, initiator=None):
        """Sets the other object, and tells the one before and the new one."""
        before = self._before(instance)
        for function in self._validators():
            if value is not None or before is not NO_VALUE:
                value = function(instance, self.key, value)
        for listener in attribute_listeners(self, "set"):
            value = listener(instance, value, before, initiator or self)
        self._check(value)
        instance.__dict__[self.key] = value
        mark(instance)
        if before is value:
            return
        other = self._other_side()
        if other is not None:
            # Who asked for None has let go already, and who asked for the object has it.
            asked = other is initiator
            if before is not None and before is not NO_VALUE and not (asked and value is None):
                other.of(before).let_go(before, instance, self)
            if value is not None and not asked:
                other.of(value).take(value, instance, self)
        if before is not None and before is not NO_VALUE:
            self._lost(instance, before)
        if value is not None:
            set_parent(value, self.prop, instance, True)
            self._cascade(instance, value, initiator)

    def _before(self, instance):
        own = instance.__dict__
        if self.key in own:
            return own[self.key]
        state = state_of(instance)
        if state.session is None or state.identity is None:
            return NO_VALUE
        return self.prop.known_before(instance)

    def _check(self, value):
        if value is not None and not hasattr(type(value), "__mapper__"):
            raise AttributeError(
                f"'{type(value).__name__}' object has no attribute '_sa_instance_state'"
            )

    # A collection.

    def _set_collection(self, instance, value):
        before = getattr(instance, self.key)
        if value is before:
            return
        made = empty_collection(self.prop)
        items = self._given(made, value)
        listeners = attribute_listeners(self, "bulk_replace")
        if listeners:
            items = list(items)
            for listener in listeners:
                listener(instance, items, self)
        held = members(before)
        owned(made, self.prop, instance)
        instance.__dict__[self.key] = made
        mark(instance)
        for item in items:
            if any(item is other for other in held):
                quietly(made, put, item)
            else:
                put(made, item)
        now = members(made)
        if hasattr(before, "__dict__"):
            before.__dict__.pop("_sa_adapter", None)
        for item in held:
            if not any(item is other for other in now):
                self.removed(instance, item)

    def _given(self, made, value):
        if isinstance(made, dict) and hasattr(value, "values"):
            return list(value.values())
        if isinstance(value, dict) or not hasattr(value, "__iter__") or (
            isinstance(made, (list, set)) and isinstance(value, (list, set))
            and isinstance(made, list) is not isinstance(value, list)
        ):
            like = next((kind.__name__ for kind in (list, set, dict) if isinstance(made, kind)),
                        "list")
            given = "None" if value is None else type(value).__name__
            raise TypeError(f"Incompatible collection type: {given} is not {like}-like")
        return list(value)

    def appended(self, instance, item, initiator=None):
        """An object comes into the collection; what goes there in its place."""
        mark(instance)
        for function in self._validators():
            item = function(instance, self.key, item)
        for listener in attribute_listeners(self, "append"):
            item = listener(instance, item, initiator or self)
        if item is None:
            return item
        self._check(item)
        self._cascade(instance, item, initiator)
        other = self._other_side()
        if other is not None and other is not initiator:
            other.of(item).take(item, instance, self)
        set_parent(item, self.prop, instance, True)
        return item

    def removed(self, instance, item, initiator=None):
        mark(instance)
        for listener in attribute_listeners(self, "remove"):
            listener(instance, item, initiator or self)
        if item is None:
            return
        other = self._other_side()
        if other is not None and other is not initiator:
            other.of(item).let_go(item, instance, self)
        self._lost(instance, item)

    def _lost(self, instance, item):
        set_parent(item, self.prop, instance, False)
        if not self.prop.cascades_to("delete-orphan") or not is_orphan(item):
            return
        state = state_of(item)
        if state.identity is None:
            if state.session is not None:
                state.session.expunge(item)
            else:
                state.orphaned = True

    # What the other side asks for.

    def take(self, instance, item, initiator):
        """The other side holds this object, so this side holds the other."""
        if not self.prop.is_collection():
            if instance.__dict__.get(self.key, NO_VALUE) is not item:
                self.set_scalar(instance, item, initiator)
            return
        held = self._if_loaded(instance)
        if held is None:
            note_pending(instance, self.key, self.appended(instance, item, initiator), True)
        else:
            quietly(held, put, self.appended(instance, item, initiator))

    def let_go(self, instance, item, initiator):
        if not self.prop.is_collection():
            if self._before(instance) is item:
                self.set_scalar(instance, None, initiator)
            return
        held = self._if_loaded(instance)
        if held is None:
            self.removed(instance, item, initiator)
            note_pending(instance, self.key, item, False)
        elif any(item is other for other in members(held)):
            self.removed(instance, item, initiator)
            quietly(held, take_out, item)

    def _if_loaded(self, instance):
        held = instance.__dict__.get(self.key)
        if held is None and (state_of(instance).identity is None):
            held = getattr(instance, self.key)
        return held

    def of(self, instance):
        """The attribute of the object's own class."""
        found = getattr(type(instance), self.key, None)
        return found if isinstance(found, RelationshipAttribute) else self

    def _other_side(self):
        prop = self.prop
        name = prop.back_populates
        if name is None and prop.backref is not None:
            from ._configuring import configure_all

            configure_all()
            name = prop.back_populates
        if name is None or prop.viewonly or prop.options.get("sync_backref") is False:
            return None
        found = getattr(prop.target().class_, name, None)
        return found if isinstance(found, RelationshipAttribute) else None

    def _validators(self):
        return self.prop.parent.validators.get(self.key, ())

    def _cascade(self, instance, item, initiator):
        """What comes to an object in a session joins it, where it was not the other side."""
        session = state_of(instance).session
        if initiator is None and session is not None and state_of(item).session is None:
            if self.prop.cascades_to("save-update"):
                session.add(item)

    def __str__(self):
        return f"{self.class_.__name__}.{self.key}"


def take_loaded(instance, prop, found):
    """Puts what was read into an object, with what changed before it was read."""
    if not prop.is_collection():
        committed(instance, prop.key, found)
        instance.__dict__[prop.key] = found
        return found
    committed(instance, prop.key, list(found))
    made = collection_for(prop, with_pending(instance, prop.key, list(found)), instance)
    instance.__dict__[prop.key] = made
    return made


def set_loaded(instance, prop, value):
    """`set_committed_value()`: as if it had been read."""
    forget(state_of(instance), prop.key)
    take_loaded(instance, prop, members(value) if prop.is_collection() else value)
