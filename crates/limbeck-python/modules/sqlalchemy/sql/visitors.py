"""Walking over schema items and expressions."""

from ..util.langhelpers import Subscripted


class Visitable(Subscripted):
    """Something a visitor can visit, by its `__visit_name__`."""

    __visit_name__ = None

    def _compiler_dispatch(self, visitor, **kw):
        return getattr(visitor, f"visit_{self.__visit_name__}")(self, **kw)


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


def replacement_traverse(obj, opts, replace):
    """A copy of an expression with what `replace(item)` gives in the place of an item, where that
    is not None; what `replace` gives is not looked into.
    """
    from .base import ClauseElement
    from .schema import SchemaItem

    copies = {}

    def copied(value):
        if isinstance(value, (list, tuple)):
            items = [copied(item) for item in value]
            return items if isinstance(value, list) else tuple(items)
        if not isinstance(value, ClauseElement) or id(value) in kept:
            return value
        if id(value) not in copies:
            copies[id(value)] = (value, made(value))
        return copies[id(value)][1]

    def made(element):
        new = replace(element)
        if new is not None:
            return new
        # Tables and columns are what they are.
        if isinstance(element, SchemaItem) or getattr(element, "table", None) is not None:
            return element
        new = type(element).__new__(type(element))
        new.__dict__.update({name: copied(value) for name, value in element.__dict__.items()})
        return new

    kept = {id(item) for item in (opts or {}).get("stop_on", ())}
    return copied(obj)


def cloned_traverse(obj, opts, visitors):
    """A copy of an expression, each item of which `visitors[name](item)` is called with."""
    return traverse(replacement_traverse(obj, opts, lambda item: None), opts, visitors)


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


class CloningExternalTraversal(ExternalTraversal):
    """A visitor that works on a copy, and gives it back."""

    __traverse_options__ = {}

    def traverse(self, obj):
        return super().traverse(replacement_traverse(obj, None, lambda item: None))

    def copy_and_process(self, list_):
        return [self.traverse(item) for item in list_]


class ReplacingExternalTraversal(CloningExternalTraversal):
    """A visitor whose `replace(item)` gives what a copy has in the place of an item."""

    def replace(self, elem):
        raise NotImplementedError()

    def traverse(self, obj):
        return replacement_traverse(obj, self.__traverse_options__, self.replace)


ClauseVisitor = ExternalTraversal
CloningVisitor = CloningExternalTraversal
ReplacingCloningVisitor = ReplacingExternalTraversal
Traversible = Visitable


class InternalTraversal:
    """Kept as a name that custom elements refer to."""

    def __getattr__(self, name):
        if name.startswith("dp_"):
            return name
        raise AttributeError(name)


InternalTraversal = InternalTraversal()
