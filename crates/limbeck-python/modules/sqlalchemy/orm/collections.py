"""What holds the objects of a relationship to many."""


class InstrumentedList(list):
    """A list of related objects."""


class InstrumentedSet(set):
    pass


class InstrumentedDict(dict):
    pass


class MappedCollection(dict):
    """A dict of related objects by a key that each has."""

    def __init__(self, keyfunc=None, *, ignore_unpopulated_attribute=False):
        dict.__init__(self)
        self.keyfunc = keyfunc

    def set(self, value):
        self[self.keyfunc(value)] = value

    append = set

    def remove(self, value):
        del self[self.keyfunc(value)]


KeyFuncDict = MappedCollection


def keyfunc_mapping(keyfunc, *, ignore_unpopulated_attribute=False):
    return lambda: MappedCollection(keyfunc)


def attribute_keyed_dict(attr_name, *, ignore_unpopulated_attribute=False):
    return lambda: MappedCollection(lambda value: getattr(value, attr_name))


def column_keyed_dict(mapping_spec, *, ignore_unpopulated_attribute=False):
    columns = mapping_spec if isinstance(mapping_spec, (list, tuple)) else [mapping_spec]
    return lambda: MappedCollection(
        lambda value: getattr(value, type(value).__mapper__.key_of(columns[0]))
    )


mapped_collection = keyfunc_mapping
attribute_mapped_collection = attribute_keyed_dict
column_mapped_collection = column_keyed_dict


class collection:
    """The decorators of collection classes; they only mark."""

    @staticmethod
    def _same(function):
        return function

    appender = remover = iterator = internally_instrumented = converter = _same

    @staticmethod
    def adds(arg):
        return lambda function: function

    replaces = removes = adds

    @staticmethod
    def removes_return():
        return lambda function: function


def collection_for(prop, items):
    make = prop.options.get("collection_class")
    if make is None:
        return InstrumentedList(items)
    made = make()
    for item in items:
        add = getattr(made, "append", None) or getattr(made, "add", None) or made.set
        add(item)
    return made


def members(value):
    """The objects that a collection holds."""
    if value is None:
        return []
    if hasattr(type(value), "__mapper__"):
        return [value]
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if hasattr(value, "__iter__") else [value]
