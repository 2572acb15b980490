"""Collections of values that belong to the related objects behind them."""

from collections.abc import MutableMapping, MutableSequence, MutableSet


class _Proxied:
    """The values of an attribute of each related object."""

    def __init__(self, instance, proxy):
        self._instance, self._proxy = instance, proxy

    @property
    def col(self):
        return getattr(self._instance, self._proxy.target_collection)

    def _make(self, *values):
        return self._proxy.make(self._instance, *values)

    def __len__(self):
        return len(self.col)

    def __bool__(self):
        return bool(self.col)

    def __repr__(self):
        return repr(self.copy())

    def __ne__(self, other):
        return not self == other

    __hash__ = None


class ProxiedList(_Proxied, MutableSequence):
    """As a list."""

    def copy(self):
        return [self._proxy.value_of(item) for item in self.col]

    def __iter__(self):
        return iter(self.copy())

    def __getitem__(self, index):
        return self.copy()[index]

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            setattr(self.col[index], self._proxy.value_attr, value)
            return
        self.col[index] = [self._make(item) for item in value]

    def __delitem__(self, index):
        del self.col[index]

    def insert(self, index, value):
        self.col[index:index] = [self._make(value)]

    def append(self, value):
        self.col.append(self._make(value))

    def remove(self, value):
        for at, item in enumerate(self.copy()):
            if item == value:
                del self.col[at]
                return
        raise ValueError("value not in list")

    def clear(self):
        del self.col[0 : len(self.col)]

    def _replace(self, values):
        values = [] if values is None else list(values)
        self.clear()
        for value in values:
            self.append(value)

    def __add__(self, other):
        return self.copy() + list(other)

    def __radd__(self, other):
        return list(other) + self.copy()

    def __eq__(self, other):
        return self.copy() == (other.copy() if isinstance(other, ProxiedList) else other)

    def __lt__(self, other):
        return self.copy() < list(other)

    def sort(self, *args, **kw):
        raise NotImplementedError("sort the related objects: their values have no order of their own")

    reverse = sort


class ProxiedSet(_Proxied, MutableSet):
    """As a set."""

    def copy(self):
        return {self._proxy.value_of(item) for item in self.col}

    @classmethod
    def _from_iterable(cls, values):
        return set(values)

    def __iter__(self):
        return iter([self._proxy.value_of(item) for item in self.col])

    def __contains__(self, value):
        return value in self.copy()

    def add(self, value):
        if value not in self:
            self.col.add(self._make(value))

    def discard(self, value):
        for item in list(self.col):
            if self._proxy.value_of(item) == value:
                self.col.discard(item)
                return

    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def update(self, *others):
        for other in others:
            for value in list(other):
                self.add(value)

    def _replace(self, values):
        wanted = set(values or ())
        for value in self.copy() - wanted:
            self.discard(value)
        self.update(value for value in values or () if value not in self)

    def __eq__(self, other):
        return self.copy() == (other.copy() if isinstance(other, ProxiedSet) else other)


class ProxiedDict(_Proxied, MutableMapping):
    """As a dict."""

    def copy(self):
        return {key: self._proxy.value_of(item) for key, item in self.col.items()}

    def __iter__(self):
        return iter(self.col)

    def __getitem__(self, key):
        return self._proxy.value_of(self.col[key])

    def __setitem__(self, key, value):
        if key in self.col:
            setattr(self.col[key], self._proxy.value_attr, value)
        else:
            self.col[key] = self._make(key, value)

    def __delitem__(self, key):
        del self.col[key]

    def _replace(self, values):
        values = dict(values or {})
        for key in [key for key in self.col if key not in values]:
            del self.col[key]
        self.update(values)

    def __eq__(self, other):
        return self.copy() == (other.copy() if isinstance(other, ProxiedDict) else other)
