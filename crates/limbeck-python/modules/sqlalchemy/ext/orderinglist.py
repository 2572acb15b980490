"""Lists that number their members."""


class OrderingList(list):
    """A list whose members have their place in an attribute."""

    def __init__(self, ordering_attr=None, ordering_func=None, reorder_on_append=False):
        list.__init__(self)
        self.ordering_attr = ordering_attr
        self.ordering_func = ordering_func or count_from_0
        self.reorder_on_append = reorder_on_append

    def _number(self, at, item, anew=True):
        if anew or getattr(item, self.ordering_attr) is None:
            setattr(item, self.ordering_attr, self.ordering_func(at, self))

    def reorder(self):
        for at, item in enumerate(self):
            self._number(at, item)

    _reorder = reorder

    def append(self, item):
        list.append(self, item)
        self._number(len(self) - 1, item, self.reorder_on_append)

    def insert(self, index, item):
        list.insert(self, index, item)
        self.reorder()

    def remove(self, item):
        list.remove(self, item)
        self.reorder()

    def pop(self, index=-1):
        found = list.pop(self, index)
        self.reorder()
        return found

    def __setitem__(self, index, item):
        list.__setitem__(self, index, item)
        if isinstance(index, slice):
            self.reorder()
        else:
            self._number(index if index >= 0 else len(self) + index, item)

    def __delitem__(self, index):
        list.__delitem__(self, index)
        self.reorder()


def count_from_0(index, collection):
    return index


def count_from_1(index, collection):
    return index + 1


def count_from_n_factory(start):
    return lambda index, collection: index + start


def ordering_list(attr, count_from=None, ordering_func=None, reorder_on_append=False):
    if ordering_func is None:
        ordering_func = count_from_0 if count_from is None else count_from_n_factory(count_from)
    return lambda: OrderingList(attr, ordering_func, reorder_on_append)
