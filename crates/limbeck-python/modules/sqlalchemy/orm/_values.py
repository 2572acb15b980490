"""Values that are given by attribute, as values of columns."""

from .properties import ColumnProperty, CompositeProperty, SynonymProperty


def pairs_by_column(mapper, pairs):
    """What `values()` got, by column: an attribute may stand for another or for several."""
    for key, value in pairs:
        name = key if isinstance(key, str) else _composite_key(key)
        if name is None:
            yield key, value
        else:
            yield from _pairs(mapper, name, value)


def _composite_key(key):
    prop = getattr(key, "prop", None)
    return key.key if isinstance(prop, CompositeProperty) else None


def _pairs(mapper, key, value):
    prop = mapper._props.get(key)
    if isinstance(prop, ColumnProperty):
        return [(prop.columns[0].key, value)]
    if isinstance(prop, CompositeProperty):
        return pairs_by_column(mapper, prop.pairs(value))
    if isinstance(prop, SynonymProperty):
        return _pairs(mapper, prop.name, value)
    if prop is not None:
        from ..exc import ArgumentError

        raise ArgumentError(
            f"'{mapper.class_.__name__}.{key}' takes no value in an INSERT or UPDATE: give values "
            "to the columns of its foreign key"
        )
    hybrid = _hybrid(mapper, key)
    return [(key, value)] if hybrid is None else pairs_by_column(
        mapper, hybrid._pairs(mapper.class_, value)
    )


def _hybrid(mapper, key):
    for base in mapper.class_.__mro__:
        found = base.__dict__.get(key)
        if found is not None:
            return found if hasattr(found, "_take_bulk") else None
    return None


def taken_apart(mapper, given):
    """A set of values by attribute, in which composites and hybrids became what they stand for."""
    made = dict(given)
    for key, value in given.items():
        prop = mapper._props.get(key)
        if isinstance(prop, CompositeProperty):
            del made[key]
            made.update(prop.pairs(value))
        elif prop is None and (hybrid := _hybrid(mapper, key)) is not None:
            hybrid._take_bulk(mapper.class_, made, value)
    return made
