"""Sorting by dependency."""


def sort(tuples, allitems, deterministic_order=True):
    """The items so that each (parent, child) pair comes in order.

    Raises CircularDependencyError where that cannot be.
    """
    waiting = list(allitems)
    edges = [(parent, child) for parent, child in tuples]
    while waiting:
        left = set(waiting)
        ready = [
            item for item in waiting
            if not any(child == item and parent in left for parent, child in edges)
        ]
        if not ready:
            from ..exc import CircularDependencyError

            raise CircularDependencyError(
                "Circular dependency detected.", find_cycles(edges, waiting), edges
            )
        yield from ready
        waiting = [item for item in waiting if item not in set(ready)]


def find_cycles(tuples, allitems):
    """The items from which a way along the (parent, child) pairs leads back to them."""
    children = {}
    for parent, child in tuples:
        children.setdefault(parent, []).append(child)
    found = set()
    for item in allitems:
        seen, waiting = set(), list(children.get(item, ()))
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting += children.get(other, ())
        if item in seen:
            found.add(item)
    return found
