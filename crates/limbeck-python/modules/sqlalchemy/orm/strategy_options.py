"""How objects are to be loaded: which of their columns, and which related ones with them."""

_RAISING = "raiseload"


class Load:
    """Paths of attributes, each with what was said of it."""

    def __init__(self, entity=None):
        self.path = entity
        # The way here, (path of attributes, what to do), and (path, what to do, columns).
        self._at = ()
        self._said = ()
        self._columns = ()

    def _copy(self):
        made = type(self)(self.path)
        made._at, made._said, made._columns = self._at, self._said, self._columns
        return made

    def _with(self, what, attributes):
        made = self._copy()
        for attribute in attributes:
            made._at = (*made._at, attribute)
            made._said = (*made._said, (made._at, what))
        return made

    def _with_columns(self, what, names):
        made = self._copy()
        made._columns = (*self._columns, (self._at, what, tuple(names)))
        return made

    def options(self, *options):
        made = self._copy()
        for option in options:
            made._said += tuple(
                ((*self._at, *path), what) for path, what in getattr(option, "_said", ())
            )
            made._columns += tuple(
                ((*self._at, *path), what, names)
                for path, what, names in getattr(option, "_columns", ())
            )
        return made

    def load_only(self, *attrs, raiseload=False):
        return self._with_columns("load_only", attrs)

    def defer(self, key, *addl_attrs, raiseload=False):
        return self._with_columns("defer", (key, *addl_attrs))

    def undefer(self, key, *addl_attrs):
        return self._with_columns("undefer", (key, *addl_attrs))

    def undefer_group(self, name):
        return self._with_columns("undefer_group", (name,))

    # What says which classes' columns are read is not needed: all are.

    def selectin_polymorphic(self, *args, **kw):
        return self

    with_expression = selectin_polymorphic


_AbstractLoad = Load


def _strategy(name):
    def method(self, *attributes, sql_only=False, **kw):
        return self._with(name + "_on_sql" if sql_only else name, attributes)

    def function(*attributes, **kw):
        return method(Load(), *attributes, **kw)

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


def _columns(name):
    def function(*args, **kw):
        return getattr(Load(), name)(*args, **kw)

    function.__name__ = name
    return function


load_only, defer, undefer, undefer_group, with_expression, selectin_polymorphic = map(
    _columns,
    ("load_only", "defer", "undefer", "undefer_group", "with_expression", "selectin_polymorphic"),
)


def narrowed(entity, options, path=()):
    """The entity with the columns alone that options ask for."""
    for option in options:
        for at, what, names in getattr(option, "_columns", ()):
            same = len(at) == len(path) and all(
                getattr(one, "prop", one) is getattr(other, "prop", other)
                for one, other in zip(at, path)
            )
            if same and _is_of(entity, option.path, names):
                entity = _narrow(entity, what, [getattr(name, "key", name) for name in names])
    return entity


def _is_of(entity, given, names):
    """Whether an option is about this entity."""
    if given is not None:
        from .loading import entity_of

        found = entity_of(given)
        return found is None or (
            found.mapper.common_parent(entity.mapper) and found.alias_of is entity.alias_of
        )
    owners = [getattr(name, "class_", None) for name in names]
    return all(
        owner is None or owner.__mapper__.common_parent(entity.mapper) for owner in owners
    )


def _narrow(entity, what, names):
    mapper = entity.mapper
    props = {
        key: prop for each in mapper.self_and_descendants for key, prop in each._props.items()
        if prop.columns
    }
    needed = {*mapper.identity_keys, mapper._polymorphic_key, mapper.version_key}
    skipped, wanted = set(entity.skipped), set(entity.wanted)
    if what == "load_only":
        skipped |= set(props) - set(names) - needed
        wanted |= set(names)
    elif what == "defer":
        skipped |= set(props) - needed if "*" in names else set(names)
    elif what == "undefer_group":
        wanted |= {key for key, prop in props.items() if getattr(prop, "group", None) in names}
        skipped -= wanted
    else:
        wanted |= set(props) if "*" in names else set(names)
        skipped -= wanted
    return entity.narrowed(frozenset(skipped), frozenset(wanted))
