"""Collections of SQLAlchemy by their names there."""


class OrderedSet(set):
    """A set that keeps the order of insertion."""

    def __init__(self, items=None):
        super().__init__()
        self._list = []
        self.update(items or ())

    def add(self, item):
        if item not in self:
            self._list.append(item)
            super().add(item)

    def update(self, *others):
        for other in others:
            for item in other:
                self.add(item)

    def remove(self, item):
        super().remove(item)
        self._list.remove(item)

    def discard(self, item):
        if item in self:
            self.remove(item)

    def clear(self):
        super().clear()
        self._list.clear()

    def __iter__(self):
        return iter(self._list)

    def __getitem__(self, index):
        return self._list[index]

    def union(self, *others):
        return type(self)([*self, *(item for other in others for item in other)])

    __or__ = union

    def difference(self, *others):
        gone = {item for other in others for item in other}
        return type(self)(item for item in self if item not in gone)

    __sub__ = difference

    def __repr__(self):
        return f"{type(self).__name__}({self._list!r})"


class IdentitySet:
    """A set of objects by what they are."""

    def __init__(self, items=()):
        self._members = {id(item): item for item in items}

    def add(self, item):
        self._members[id(item)] = item

    def discard(self, item):
        self._members.pop(id(item), None)

    remove = discard

    def __contains__(self, item):
        return id(item) in self._members

    def __iter__(self):
        return iter(list(self._members.values()))

    def __len__(self):
        return len(self._members)


def unique_list(items, hashfunc=None):
    if hashfunc is None:
        return list(dict.fromkeys(items))
    return list({hashfunc(item): item for item in reversed(list(items))}.values())[::-1]


class OrderedProperties:
    """Values by attribute, in order."""

    def __init__(self):
        self.__dict__["_data"] = {}

    def __getattr__(self, key):
        try:
            return self._data[key]
        except KeyError:
            raise AttributeError(key) from None

    def __setattr__(self, key, value):
        self._data[key] = value

    def __iter__(self):
        return iter(self._data.values())
