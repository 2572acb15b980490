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

            raise CircularDependencyError("Circular dependency detected.", left, edges)
        yield from ready
        waiting = [item for item in waiting if item not in set(ready)]
