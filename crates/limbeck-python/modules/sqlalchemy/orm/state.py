"""What is known of an object beside its values."""

from ..util.langhelpers import Subscripted


# The key in an object's `__dict__` under which its session and loaded values are kept.
STATE = "_sa_instance_state"


class _State:
    """Kept on an object: its session, the values as the database has them, its identity."""

    session = stored = identity = None
    deleted = False
    # The session that has been told that there may be something to write.
    marked = None
    # What `_history` keeps: related objects as the database has them, changes to collections
    # that have not been read, and whose child this is.
    related = pending = parents = None
    orphaned = False
    # Attributes that were left out when the object was read, and are read one by one.
    skipped = frozenset()
    # Relationships that are not to be read, and whether those that the session knows may be.
    raising = None


def state_of(instance):
    found = instance.__dict__.get(STATE)
    if not isinstance(found, _State):
        found = _State()
        instance.__dict__[STATE] = found
    return found


def is_expired(instance):
    """Whether nothing of its row is known until it is read again."""
    own = instance.__dict__
    return not any(key in own for key in type(instance).__mapper__.facts.keys)


def stored_values(instance):
    found = instance.__dict__.get(STATE)
    return found.stored if isinstance(found, _State) else None


class AttributeState:
    def __init__(self, instance, key):
        self.instance = instance
        self.key = key

    @property
    def value(self):
        return getattr(self.instance, self.key)

    @property
    def loaded_value(self):
        from .base import NO_VALUE

        return self.instance.__dict__.get(self.key, NO_VALUE)

    @property
    def history(self):
        from .attributes import get_history

        return get_history(self.instance, self.key)


class _Attributes:
    def __init__(self, instance):
        self.instance = instance

    def __getitem__(self, key):
        return AttributeState(self.instance, key)

    def __getattr__(self, key):
        if key[:2] == "__":
            raise AttributeError(key)
        return AttributeState(self.instance, key)

    def keys(self):
        return type(self.instance).__mapper__.attrs.keys()

    def __iter__(self):
        return iter([AttributeState(self.instance, key) for key in self.keys()])


class InstanceState(Subscripted):
    """`inspect(object)`."""

    is_instance = True

    def __init__(self, instance):
        self._instance = instance
        self._state = state_of(instance)

    @property
    def object(self):
        return self._instance

    obj = object

    @property
    def session(self):
        return self._state.session

    @property
    def mapper(self):
        return type(self._instance).__mapper__

    @property
    def dict(self):
        return self._instance.__dict__

    @property
    def attrs(self):
        return _Attributes(self._instance)

    @property
    def identity(self):
        return self._state.identity

    @property
    def identity_key(self):
        from .util import identity_key

        return identity_key(instance=self._instance)

    @property
    def key(self):
        return self.identity_key if self._state.identity is not None else None

    has_identity = property(lambda self: self._state.identity is not None)

    @property
    def transient(self):
        return self._state.session is None and self._state.identity is None

    @property
    def pending(self):
        return self._state.session is not None and self._state.identity is None

    @property
    def persistent(self):
        return (
            self._state.session is not None and self._state.identity is not None
            and not self._state.deleted
        )

    @property
    def detached(self):
        return (
            self._state.session is None and self._state.identity is not None
            and not self._state.deleted
        )

    @property
    def deleted(self):
        return self._state.deleted

    @property
    def unloaded(self):
        return {key for key in self.mapper.attrs.keys() if key not in self._instance.__dict__}

    @property
    def modified(self):
        stored = self._state.stored
        if stored is None:
            return True
        values = self._instance.__dict__
        return any(values.get(key, value) != value for key, value in stored.items())
