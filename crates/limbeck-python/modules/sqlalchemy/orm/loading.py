"""Rows as objects, and what an object loads when it is asked for it."""

from _limbeck import maker

from ..engine.row import row_class
from ..sql.elements import clause_of
from ..sql.selectable import FromClause
from ._mapped import version
from .base import NO_VALUE
from .events import class_listeners, session_listeners, tell
from .state import _State, state_of


class Selected(FromClause):
    """What takes several columns of a SELECT and makes one value of them.

    `pairs()` are the columns, `reader(session)` is a function from their values in a row.
    """


class SelectedBundle(Selected):
    """A `Bundle` among the columns of a SELECT."""

    def __init__(self, bundle):
        self.bundle = bundle
        self.name = bundle.name

    @property
    def description(self):
        return self.name

    def pairs(self):
        found = [(item, clause_of(item)) for item in self.bundle.exprs]
        return [(getattr(item, "key", None) or clause.key, clause) for item, clause in found]

    def reader(self, session):
        row = row_class([key for key, _ in self.pairs()])
        return lambda values: row(list(values))

    @property
    def c(self):
        return _Listed([column for _, column in self.pairs()])

    def _make_columns(self):
        from ..sql.selectable import _columns

        return _columns([column for _, column in self.pairs()])

    def _froms(self):
        return tuple(source for _, column in self.pairs() for source in column._froms())


class Entity(Selected):
    """A mapped class, or an alias of one, among the columns of a SELECT."""

    _fingerprint = "entity"
    _read = None

    def __init__(self, mapper, alias=None):
        self.version = version[0]
        self.mapper = mapper
        self.alias_of = alias
        # Attributes that are not read with the others, and deferred ones that are.
        self.skipped = self.wanted = frozenset()
        self.source = mapper.persist_selectable if alias is None else alias
        self.name = getattr(self.source, "name", None)

    @property
    def description(self):
        return self.mapper.class_.__name__

    def pairs(self):
        """(attribute, column) in the order in which they are selected."""
        if self._read is None or self._read[0] != version[0]:
            self._read = version[0], self._pairs()
        return self._read[1]

    @property
    def columns_read(self):
        return tuple([column for _, column in self.pairs()])

    def _pairs(self):
        found, known = [], set()
        for mapper in self.mapper.self_and_descendants:
            if mapper.local_table not in self.mapper.tables:
                continue
            for key, prop in mapper._props.items():
                columns = prop.columns
                if not columns or key in self.skipped or key in known:
                    continue
                if prop.deferred and key not in self.wanted:
                    continue
                column = columns[-1] if len(columns) > 1 else columns[0]
                if self.alias_of is not None:
                    column = self._of_alias(column)
                known.add(key)
                found.append((key, column))
        return found

    def _of_alias(self, column):
        from ._comparisons import replaced

        own, tables = self.alias_of.c, self.mapper.tables
        found = own.get(getattr(column, "key", None))
        return found if found is not None else replaced(column, lambda item: (
            own.get(item.key) if any(getattr(item, "table", None) is table for table in tables)
            else None
        ))

    def narrowed(self, skipped, wanted):
        """The same with other columns."""
        made = Entity(self.mapper, self.alias_of)
        made.skipped, made.wanted = skipped, wanted
        return made

    def reader(self, session):
        read = Reader(session, self.mapper, [key for key, _ in self.pairs()]).read()
        if not self.skipped:
            return read

        def made(values):
            instance = read(values)
            if instance is not None:
                state_of(instance).skipped = self.skipped
            return instance

        return made

    def _make_columns(self):
        from ..sql.selectable import _columns

        return _columns([column for _, column in self.pairs()])

    @property
    def c(self):
        return _Listed([column for _, column in self.pairs()])

    def _froms(self):
        return (self.source,)

    def _from_wire(self):
        return self.source._from_wire()


class _Listed:
    """The columns of an entity: in order, and found by name."""

    def __init__(self, columns):
        self._columns = columns

    def __iter__(self):
        return iter(self._columns)

    def __len__(self):
        return len(self._columns)

    def __getitem__(self, key):
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key, default=None):
        for column in self._columns:
            if key in (getattr(column, "key", None), getattr(column, "name", None)):
                return column
        return default

    def __contains__(self, key):
        return self.get(key) is not None

    def __getattr__(self, key):
        if key[:2] == "__":
            raise AttributeError(key)
        return self[key]


class Reader:
    """Makes objects of the rows of one query: what all rows share is looked up once."""

    def __init__(self, session, mapper, keys):
        self.session = session
        self.mapper = mapper
        self.keys = keys
        self.has_kinds = mapper._polymorphic_key is not None
        self.kinds = {}

    def read(self):
        """A function that makes the object of a row of its values."""
        kind = _Kind(self.mapper, self.keys)
        if self.has_kinds or not kind.is_plain(self.keys) or session_listeners(
            self.session, "loaded_as_persistent"
        ):
            return self.made
        places = [self.keys.index(key) for key in kind.identity_keys]
        return maker(
            self.session, self.session._identities, kind.class_, kind.base, _State,
            tuple(self.keys), places, self._take,
        )

    def made(self, values):
        """The object of one row, the session's own where it has it already."""
        found = dict(zip(self.keys, values))
        mapper = _mapper_of_row(self.mapper, found) if self.has_kinds else self.mapper
        kind = self.kinds.get(mapper)
        if kind is None:
            kind = self.kinds[mapper] = _Kind(mapper, self.keys)
        identity = tuple([found.get(key) for key in kind.identity_keys])
        if identity.count(None) == len(identity):
            return None
        key = (kind.base, identity)
        known = self.session._identities.get(key)
        if known is not None:
            self._take(known, found)
            return known
        instance = kind.class_.__new__(kind.class_)
        if kind.prepare is not None:
            kind.prepare(instance)
        state = state_of(instance)
        state.session, state.identity = self.session, identity
        if not kind.is_whole:
            found = {key: value for key, value in found.items() if key in kind.names}
        state.stored = found
        instance.__dict__.update(found)
        if kind.mutable:
            mapper.take_mutable(instance)
        self.session._identities[key] = instance
        for function in kind.reconstructors:
            function(instance)
        for function in kind.listeners:
            function(instance, None)
        tell(self.session, "loaded_as_persistent", self.session, instance)
        return instance

    def _take(self, known, found):
        """What has expired, or was never loaded, is known now."""
        state = state_of(known)
        mapper = type(known).__mapper__
        state.stored = {} if state.stored is None else state.stored
        read = False
        for name, value in found.items():
            if name in mapper._props and (
                self.session._populates or name not in known.__dict__
            ):
                known.__dict__[name] = state.stored[name] = value
                read = True
        if read:
            mapper.take_mutable(known)


class _Kind:
    """What the rows of one class have in common."""

    def __init__(self, mapper, keys):
        self.class_ = mapper.class_
        self.base = mapper.base_mapper.class_
        self.identity_keys = mapper.identity_keys
        self.names = mapper._props
        self.is_whole = all(key in mapper._props for key in keys)
        self.mutable = bool(mapper.mutable_keys)
        self.prepare = preparation(mapper.class_)
        self.reconstructors = list(_reconstructors(mapper.class_))
        self.listeners = class_listeners(mapper.class_, "load")

    def is_plain(self, keys):
        """Whether nobody has a say in what an object is made of."""
        return self.is_whole and not (
            self.mutable or self.prepare or self.reconstructors or self.listeners
        ) and set(self.identity_keys) <= set(keys)


def preparation(cls):
    """What a model library wants on an object that its `__init__` did not make."""
    return getattr(cls, "_limbeck_prepare", None)


def _reconstructors(cls):
    for base in reversed(cls.__mro__):
        for value in base.__dict__.values():
            if getattr(value, "__sa_reconstructor__", False):
                yield value


def _mapper_of_row(mapper, found):
    key = mapper._polymorphic_key
    if key is None or found.get(key) is None:
        return mapper
    value = found[key]
    return mapper.polymorphic_map.get(value, mapper.polymorphic_map.get(
        getattr(value, "value", value), mapper))


def load_attribute(instance, prop):
    """A column's value that the object does not have: read if it is stored, else None."""
    state = state_of(instance)
    session = state.session
    if session is None or state.identity is None or state.deleted:
        if session is None and state.identity is not None and not state.deleted:
            _refuse_detached(f"Instance {_shown(instance)} is not bound to a Session; attribute "
                             "refresh operation cannot proceed")
        return None
    if (state.stored or {}).get(prop.key, NO_VALUE) is None:
        # Nobody set it when the row was inserted.
        instance.__dict__[prop.key] = None
        return None
    from ..sql.selectable import select

    mapper = type(instance).__mapper__
    apart = prop.deferred or prop.key in state.skipped
    names = [prop.key] if apart else [
        key for key, each in mapper._props.items()
        if each.columns and key not in instance.__dict__ and key not in state.skipped
    ]
    if prop.key not in names:
        names.append(prop.key)
    columns = [mapper._props[key].columns[0] for key in names]
    query = select(*columns).select_from(mapper.persist_selectable)
    for column, value in zip(mapper.primary_key, state.identity):
        query = query.where(column == value)
    row = session.connection().execute(query).first()
    if row is None:
        from .exc import ObjectDeletedError

        raise ObjectDeletedError(
            f"Instance '{_shown(instance)}' has been deleted, or its row is otherwise not present."
        )
    state.stored = state.stored or {}
    for key, value in zip(names, row):
        instance.__dict__[key] = value
        state.stored[key] = value
    mapper.take_mutable(instance)
    for function in class_listeners(type(instance), "refresh"):
        function(instance, None, set(names))
    return instance.__dict__[prop.key]


def _refuse_detached(message):
    from .exc import DetachedInstanceError

    raise DetachedInstanceError(message)


def _shown(instance):
    from .base import instance_str

    return instance_str(instance)


def load_related(instance, prop):
    """The other side of a relationship."""
    from ._related import take_loaded
    from .collections import collection_for

    collection = prop.is_collection()
    state = state_of(instance)
    session = state.session
    if session is None and state.identity is not None and not state.deleted:
        _refuse_detached(f"Parent instance {_shown(instance)} is not bound to a Session; lazy load "
                         f"operation of attribute '{prop.key}' cannot proceed")
    if session is None or state.identity is None:
        if not collection:
            return None
        made = instance.__dict__[prop.key] = collection_for(prop, [], instance)
        return made
    raising = prop.lazy if prop.lazy in _RAISING else (state.raising or {}).get(prop.key)
    if raising == "raise":
        _refuse_to_read(prop, raising)
    query = _related_query(session, instance, prop)
    if raising is not None and query is not None and not isinstance(query, _Known):
        _refuse_to_read(prop, raising)
    if collection:
        if prop.lazy in ("dynamic", "write_only"):
            return query
        found = [] if query is None else query.all()
    else:
        found = None if query is None else query.first()
    return take_loaded(instance, prop, found)


_RAISING = ("raise", "raise_on_sql")


def _refuse_to_read(prop, how):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(f"'{prop}' is not available due to lazy='{how}'")


def _related_query(session, instance, prop):
    """The query for the other side; None where a key is NULL and there is nothing."""
    from .base import MANYTOONE

    session._autoflush()
    direction, near, far = prop.links()
    target = prop.target()
    mapper = type(instance).__mapper__
    values = {own: getattr(instance, mapper.key_of(own)) for own, _ in near}
    if None in values.values():
        return None
    if direction is MANYTOONE and prop.primaryjoin is None:
        identity = _identity_of(target, near, values)
        known = session._identities.get((target.base_mapper.class_, identity))
        if known is not None:
            return _Known(known)
    query = session.query(target.class_)
    for condition in _conditions_of(prop, near, values):
        query = query.filter(condition)
    return ordered(query, prop)


def ordered(query, prop):
    """The query in the order that a relationship asks for."""
    if prop.order_by is None or prop.order_by is False:
        return query
    order = prop._value(prop.order_by)
    return query.order_by(*(order if isinstance(order, (list, tuple)) else [order]))


def _identity_of(target, near, values):
    """The identity that foreign keys name; None where they name another key."""
    by_column = {other: values[own] for own, other in near}
    found = [by_column.get(column) for column in target.primary_key]
    return None if None in found or len(found) != len(near) else tuple(found)


def _conditions_of(prop, near, values):
    """The join conditions with the values of the object's own columns."""
    from ._comparisons import on_condition, replaced
    from ..sql.elements import BindParameter

    if prop.primaryjoin is None:
        found = [other == values[own] for own, other in near]
        return found if prop.secondary is None else [*found, on_condition(prop)[1]]
    remote = {id(other) for _, other in near}
    known = {id(own): value for own, value in values.items() if id(own) not in remote}

    def value_of(item):
        if id(item) not in known:
            return None
        return BindParameter(None, known[id(item)], type_=item.type, unique=True)

    first, second = on_condition(prop)
    found = [replaced(first, value_of)]
    return found if second is None else [*found, second]


class _Known:
    """An object that the session has already, as a query's answer."""

    def __init__(self, instance):
        self.instance = instance

    def first(self):
        return self.instance

    def all(self):
        return [self.instance]


def entity_of(value):
    """The Entity that a class or alias stands for, or None."""
    found = getattr(value, "_limbeck_selected", None)
    return found if isinstance(found, Entity) else None
