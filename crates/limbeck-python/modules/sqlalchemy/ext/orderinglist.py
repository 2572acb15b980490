"""Lists that number their members."""


class OrderingList(list):
    def __init__(self, ordering_attr=None, ordering_func=None, reorder_on_append=False):
        list.__init__(self)
        self.ordering_attr = ordering_attr
        self.ordering_func = ordering_func or count_from_0

    def _number(self):
        for at, item in enumerate(self):
            setattr(item, self.ordering_attr, self.ordering_func(at, self))

    reorder = _number

    def append(self, item):
        list.append(self, item)
        setattr(item, self.ordering_attr, self.ordering_func(len(self) - 1, self))

    def insert(self, index, item):
        list.insert(self, index, item)
        self._number()

    def remove(self, item):
        list.remove(self, item)
        self._number()

    def pop(self, index=-1):
        found = list.pop(self, index)
        self._number()
        return found


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
