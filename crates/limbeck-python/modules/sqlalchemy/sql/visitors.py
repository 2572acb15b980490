"""Walking over schema items and expressions."""


class Visitable:
    """Something a visitor can visit, by its `__visit_name__`."""

    __visit_name__ = None

    def _compiler_dispatch(self, visitor, **kw):
        return getattr(visitor, f"visit_{self.__visit_name__}")(self, **kw)

    def __class_getitem__(cls, item):
        return cls


def iterate(obj, opts=None):
    """`obj` and everything below it, level by level."""
    waiting = [obj]
    while waiting:
        item = waiting.pop(0)
        yield item
        children = getattr(item, "get_children", None)
        if children is not None:
            waiting.extend(children())


def traverse(obj, opts, visitors):
    """Calls `visitors[name](item)` for each item; gives back `obj`."""
    for item in iterate(obj, opts):
        visit = visitors.get(getattr(item, "__visit_name__", None))
        if visit is not None:
            visit(item)
    return obj


class ExternalTraversal:
    """A visitor whose `visit_<name>` methods are called for each item."""

    def traverse_single(self, obj, **kw):
        visit = getattr(self, f"visit_{obj.__visit_name__}", None)
        if visit is not None:
            return visit(obj, **kw)

    def iterate(self, obj):
        return iterate(obj)

    def traverse(self, obj):
        for item in iterate(obj):
            self.traverse_single(item)
        return obj


ClauseVisitor = ExternalTraversal


class InternalTraversal:
    """Kept as a name that custom elements refer to."""

    def __getattr__(self, name):
        if name.startswith("dp_"):
            return name
        raise AttributeError(name)


InternalTraversal = InternalTraversal()
