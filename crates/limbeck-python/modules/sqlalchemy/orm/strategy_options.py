"""How related objects are to be loaded: accepted everywhere, since what is asked for is loaded."""


class Load:
    """A path of loader options."""

    def __init__(self, entity=None):
        self.path = entity

    def _option(self, *args, **kw):
        return self

    contains_eager = load_only = joinedload = subqueryload = selectinload = lazyload = _option
    immediateload = noload = raiseload = defaultload = defer = undefer = undefer_group = _option
    with_expression = selectin_polymorphic = options = _option


_AbstractLoad = Load


def _option(*args, **kw):
    return Load()


contains_eager = load_only = joinedload = subqueryload = selectinload = lazyload = _option
immediateload = noload = raiseload = defaultload = defer = undefer = undefer_group = _option
with_expression = selectin_polymorphic = _option
