"""Makes the methods of a collection class tell the owner of what they add and remove."""

_roles = {}
_ABSENT = object()


def roles(cls):
    """The methods that decorators of `collection` marked, by role."""
    found = _roles.get(cls)
    if found is None:
        found = _roles[cls] = {}
        for base in reversed(cls.__mro__):
            for name, value in base.__dict__.items():
                role = getattr(value, "_limbeck_role", None)
                if role is not None:
                    found[role] = name
    return found


def instrument(cls):
    """Wraps the methods of a class that change it, once."""
    if cls.__dict__.get("_limbeck_collection"):
        return
    cls._limbeck_collection = True
    known = roles(cls)
    kind = next((kind for kind in (list, set, dict) if issubclass(cls, kind)), None)
    if kind is None:
        kind = getattr(cls, "__emulates__", None) or _likeness(cls)
    for name, wrap in _WRAPPERS.get(kind, {}).items():
        _wrap(cls, name, wrap)
    for role, wrap in (("appender", _one_added), ("remover", _one_removed)):
        if role in known:
            _wrap(cls, known[role], wrap)
    for name in dir(cls):
        tells = getattr(getattr(cls, name, None), "_limbeck_tells", None)
        if tells is not None:
            _wrap(cls, name, _marked(*tells))


def _likeness(cls):
    if hasattr(cls, "append"):
        return list
    return set if hasattr(cls, "add") else None


def _wrap(cls, name, wrap):
    original = getattr(cls, name, None)
    if original is None or getattr(original, "_limbeck_instrumented", False):
        return
    changed = wrap(original)

    def method(self, *args, **kw):
        owner = self.__dict__.get("_sa_adapter")
        if owner is None or owner.busy:
            return original(self, *args, **kw)
        return changed(self, owner, *args, **kw)

    method.__name__ = name
    method._limbeck_instrumented = True
    for mark in ("_limbeck_role", "_limbeck_tells"):
        if hasattr(original, mark):
            setattr(method, mark, getattr(original, mark))
    setattr(cls, name, method)


def _added(owner, item):
    instance = owner.instance()
    return item if instance is None else owner.attribute.appended(instance, item)


def _removed(owner, item):
    instance = owner.instance()
    if instance is not None:
        owner.attribute.removed(instance, item)


def _quiet(owner, original, *args, **kw):
    before, owner.busy = owner.busy, True
    try:
        return original(*args, **kw)
    finally:
        owner.busy = before


def _one_added(original):
    def change(self, owner, item, *args, **kw):
        return _quiet(owner, original, self, _added(owner, item), *args, **kw)

    return change


def _one_removed(original):
    def change(self, owner, item, *args, **kw):
        _removed(owner, item)
        return _quiet(owner, original, self, item, *args, **kw)

    return change


def _marked(what, at):
    def wrap(original):
        def change(self, owner, *args, **kw):
            if what in ("adds", "replaces") and isinstance(at, int):
                place = at - 1
                args = (*args[:place], _added(owner, args[place]), *args[place + 1 :])
            elif what == "removes" and isinstance(at, int):
                _removed(owner, args[at - 1])
            found = _quiet(owner, original, self, *args, **kw)
            if what in ("removes_return", "replaces") and found is not None:
                _removed(owner, found)
            return found

        return change

    return wrap


# Lists.


def _inserted(original):
    def change(self, owner, index, item):
        return _quiet(owner, original, self, index, _added(owner, item))

    return change


def _popped(original):
    def change(self, owner, *args):
        item = _quiet(owner, original, self, *args)
        _removed(owner, item)
        return item

    return change


def _cleared(original):
    def change(self, owner):
        for item in list(self.values() if isinstance(self, dict) else self):
            _removed(owner, item)
        return _quiet(owner, original, self)

    return change


def _each_through(name):
    """A method that adds or removes several, one after the other."""

    def wrap(original):
        def change(self, owner, *others):
            for other in others:
                for item in list(other):
                    getattr(self, name)(item)
            return self if original.__name__[:2] == "__" else None

        return change

    return wrap


def _list_set(original):
    def change(self, owner, index, value):
        if isinstance(index, slice):
            value = list(value)
            before = self[index]
            for item in before:
                if not any(item is other for other in value):
                    _removed(owner, item)
            value = [
                item if any(item is other for other in before) else _added(owner, item)
                for item in value
            ]
        else:
            _removed(owner, self[index])
            value = _added(owner, value)
        return _quiet(owner, original, self, index, value)

    return change


def _list_delete(original):
    def change(self, owner, index):
        for item in self[index] if isinstance(index, slice) else [self[index]]:
            _removed(owner, item)
        return _quiet(owner, original, self, index)

    return change


# Sets.


def _set_add(original):
    def change(self, owner, item):
        if item not in self:
            item = _added(owner, item)
        return _quiet(owner, original, self, item)

    return change


def _set_discard(original):
    def change(self, owner, item):
        if item in self:
            _removed(owner, item)
        return _quiet(owner, original, self, item)

    return change


def _set_keep(original):
    def change(self, owner, *others):
        wanted = set(self).intersection(*others)
        for item in [item for item in self if item not in wanted]:
            self.remove(item)
        return self if original.__name__[:2] == "__" else None

    return change


def _set_toggle(original):
    def change(self, owner, other):
        for item in list(other):
            (self.remove if item in self else self.add)(item)
        return self if original.__name__[:2] == "__" else None

    return change


# Dicts.


def _dict_set(original):
    def change(self, owner, key, value):
        before = self.get(key, _ABSENT)
        if before is not _ABSENT:
            if before is value:
                return None
            _removed(owner, before)
        return _quiet(owner, original, self, key, _added(owner, value))

    return change


def _dict_delete(original):
    def change(self, owner, key):
        if key in self:
            _removed(owner, self[key])
        return _quiet(owner, original, self, key)

    return change


def _dict_pop(original):
    def change(self, owner, key, *default):
        if key in self:
            _removed(owner, self[key])
        return _quiet(owner, original, self, key, *default)

    return change


def _dict_popitem(original):
    def change(self, owner):
        key, item = _quiet(owner, original, self)
        _removed(owner, item)
        return key, item

    return change


def _dict_setdefault(original):
    def change(self, owner, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    return change


def _dict_update(original):
    def change(self, owner, *others, **named):
        for key, value in dict(*others, **named).items():
            self[key] = value
        return self if original.__name__[:2] == "__" else None

    return change


_WRAPPERS = {
    list: {
        "append": _one_added, "remove": _one_removed, "insert": _inserted, "pop": _popped,
        "clear": _cleared, "extend": _each_through("append"), "__iadd__": _each_through("append"),
        "__setitem__": _list_set, "__delitem__": _list_delete,
    },
    set: {
        "add": _set_add, "remove": _set_discard, "discard": _set_discard, "pop": _popped,
        "clear": _cleared, "update": _each_through("add"), "__ior__": _each_through("add"),
        "difference_update": _each_through("discard"), "__isub__": _each_through("discard"),
        "intersection_update": _set_keep, "__iand__": _set_keep,
        "symmetric_difference_update": _set_toggle, "__ixor__": _set_toggle,
    },
    dict: {
        "__setitem__": _dict_set, "__delitem__": _dict_delete, "pop": _dict_pop,
        "popitem": _dict_popitem, "clear": _cleared, "setdefault": _dict_setdefault,
        "update": _dict_update, "__ior__": _dict_update,
    },
}
