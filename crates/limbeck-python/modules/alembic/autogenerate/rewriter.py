"""Rewriting generated operations before they are written."""

from ..operations import ops
from ..util.langhelpers import Dispatcher


class Rewriter:
    """A `process_revision_directives` made of functions by the class of the operation."""

    _traverse = Dispatcher()
    _chained = ()

    def __init__(self):
        self.dispatch = Dispatcher()

    def chain(self, other):
        chained = type(self).__new__(type(self))
        chained.__dict__.update(self.__dict__)
        chained._chained = (*self._chained, other)
        return chained

    def rewrites(self, operator):
        """Decorates a function `(context, revision, op)` that gives the op's replacement."""
        return self.dispatch.dispatch_for(operator)

    def _rewrite(self, context, revision, directive):
        rewrite = self.dispatch.find(directive)
        if rewrite is None or self in directive._mutations:
            yield directive
            return
        given = rewrite(context, revision, directive)
        for item in given if isinstance(given, (list, tuple)) else [given]:
            if item is None:
                continue
            item._mutations = item._mutations.union([self])
            yield item

    def __call__(self, context, revision, directives):
        self.process_revision_directives(context, revision, directives)
        for other in self._chained:
            other(context, revision, directives)

    def process_revision_directives(self, context, revision, directives):
        self._traverse_list(context, revision, directives)

    def _traverse_list(self, context, revision, directives):
        found = []
        for directive in directives:
            self._traverse_children(context, revision, directive)
            found.extend(self._rewrite(context, revision, directive))
        directives[:] = found

    def _traverse_children(self, context, revision, directive):
        if isinstance(directive, ops.MigrationScript):
            for attribute in ("_upgrade_ops", "_downgrade_ops"):
                containers = []
                for container in getattr(directive, attribute):
                    self._traverse_children(context, revision, container)
                    containers.extend(self._rewrite(context, revision, container))
                setattr(directive, attribute, containers)
        elif hasattr(directive, "ops"):
            self._traverse_list(context, revision, directive.ops)
