"""The order in which a flush saves objects: those that others refer to come first."""

from ._history import history
from .base import MANYTOMANY, MANYTOONE, ONETOMANY
from .state import STATE

_known = {}


def saved_in_order(new, persistent):
    """Batches of objects: mappers by what they refer to; within a cycle, objects by the same."""
    by_mapper, by_class = {}, {}
    for instances in (persistent, new):
        for instance in instances:
            found = by_class.get(type(instance))
            if found is None:
                mapper = type(instance).__mapper__.base_mapper
                found = by_class[type(instance)] = by_mapper.setdefault(mapper, [])
            found.append(instance)
        if instances is persistent:
            for found in by_mapper.values():
                found[:] = _by_identity(found)
    for group in _groups(tuple(by_mapper)):
        instances = [instance for mapper in group for instance in by_mapper[mapper]]
        if len(group) == 1 and not _refers(group[0], group[0]):
            yield instances
        else:
            yield from in_rounds(instances)


def _by_identity(instances):
    try:
        return sorted(instances, key=lambda item: item.__dict__[STATE].identity)
    except TypeError:
        return instances


def in_rounds(instances):
    """Each round has what refers to nothing that is still to come."""
    waiting = {id(instance): instance for instance in instances}
    parents = {key: set() for key in waiting}
    for instance in instances:
        for child, parent in _edges(instance):
            if id(child) in waiting and id(parent) in waiting and child is not parent:
                parents[id(child)].add(id(parent))
    while waiting:
        ready = [key for key in waiting if not parents[key] & waiting.keys()]
        if not ready:
            _refuse(waiting.values())
        yield [waiting[key] for key in ready]
        for key in ready:
            del waiting[key]


def _edges(instance):
    """(child, parent) for each key that depends on the other object."""
    for prop in type(instance).__mapper__.related_props:
        if prop.direction is MANYTOMANY or prop.options.get("post_update"):
            continue
        added, unchanged, removed = history(instance, prop)
        for other in [*added, *unchanged, *removed]:
            if other is not None:
                yield (instance, other) if prop.direction is MANYTOONE else (other, instance)


def _refuse(instances):
    from ..exc import CircularDependencyError

    names = sorted({type(instance).__name__ for instance in instances})
    raise CircularDependencyError(
        f"Circular dependency detected: objects of {', '.join(names)} refer to each other; give "
        "one of the relationships post_update=True", [], []
    )


def _groups(mappers):
    """Mappers that refer to each other together, behind those that they refer to."""
    size = sum([len(mapper.related_props) for base in mappers
                for mapper in base.self_and_descendants])
    found = _known.get(mappers)
    if found is not None and found[0] == size:
        return found[1]
    behind = {mapper: {other for other in mappers if _refers(mapper, other)} for mapper in mappers}
    changed = True
    while changed:
        changed = False
        for mapper in mappers:
            more = set().union(behind[mapper], *(behind[other] for other in behind[mapper]))
            changed = changed or more != behind[mapper]
            behind[mapper] = more
    groups, left = [], sorted(mappers, key=_name)
    while left:
        ready = [
            mapper for mapper in left
            if all(mapper in behind[other] for other in behind[mapper] if other in left)
        ]
        for first in ready:
            if first in left:
                group = [
                    item for item in ready
                    if item is first or item in behind[first] and first in behind[item]
                ]
                groups.append(group)
                left = [mapper for mapper in left if mapper not in group]
    _known[mappers] = size, groups
    return groups


def _name(mapper):
    return f"{mapper.class_.__module__}.{mapper.class_.__name__}"


def _refers(mapper, other):
    """Whether rows of one hold keys of rows of the other."""
    return any(
        _refers_to(one, two)
        for one in mapper.self_and_descendants for two in other.self_and_descendants
    ) or any(_points_to(prop, other) for one in mapper.self_and_descendants
             for prop in one.related_props if not prop.options.get("post_update")
             ) or any(_is_pointed_to(prop, mapper) for one in other.self_and_descendants
                      for prop in one.related_props if not prop.options.get("post_update"))


def _points_to(prop, other):
    return prop.direction is MANYTOONE and prop.target().base_mapper is other


def _is_pointed_to(prop, mapper):
    return prop.direction is ONETOMANY and prop.target().base_mapper is mapper


def _refers_to(mapper, other):
    """By foreign keys of the tables, other than those that link a class to its parent."""
    if mapper.base_mapper is other.base_mapper:
        return False
    for table in mapper.tables:
        for column in table.c:
            for key in column.foreign_keys:
                referred = key._resolve_column(raiseerr=False)
                if referred is not None and any(referred.table is item for item in other.tables):
                    return True
    return False
