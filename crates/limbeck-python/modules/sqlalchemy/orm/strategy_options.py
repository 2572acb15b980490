"""How related objects are to be loaded: which of them are read with the objects themselves."""


class Load:
    """Paths of attributes, each with what was said of it."""

    def __init__(self, entity=None):
        self.path = entity
        # The way here, and (path of attributes, what to do).
        self._at = ()
        self._said = ()

    def _with(self, what, attributes):
        made = type(self)(self.path)
        made._at, made._said = self._at, self._said
        for attribute in attributes:
            made._at = (*made._at, attribute)
            made._said = (*made._said, (made._at, what))
        return made

    def options(self, *options):
        made = type(self)(self.path)
        made._at, made._said = self._at, self._said
        for option in options:
            made._said += tuple(
                ((*self._at, *path), what) for path, what in getattr(option, "_said", ())
            )
        return made

    # What says which columns are read is not needed: all are.

    def _columns(self, *args, **kw):
        return self

    load_only = defer = undefer = undefer_group = with_expression = selectin_polymorphic = _columns


_AbstractLoad = Load


def _strategy(name):
    def method(self, *attributes, **kw):
        return self._with(name, attributes)

    def function(*attributes, **kw):
        return Load()._with(name, attributes)

    method.__name__ = function.__name__ = name
    setattr(Load, name, method)
    return function


contains_eager = _strategy("contains_eager")
joinedload = _strategy("joinedload")
subqueryload = _strategy("subqueryload")
selectinload = _strategy("selectinload")
immediateload = _strategy("immediateload")
lazyload = _strategy("lazyload")
noload = _strategy("noload")
raiseload = _strategy("raiseload")
defaultload = _strategy("defaultload")


def _columns(*args, **kw):
    return Load()


load_only = defer = undefer = undefer_group = with_expression = selectin_polymorphic = _columns
