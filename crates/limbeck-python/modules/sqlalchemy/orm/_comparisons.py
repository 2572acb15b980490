"""Relationships in conditions and joins."""

from ..sql.elements import and_, literal_column, not_, or_
from .base import MANYTOONE


def on_condition(prop, own=None, target=None):
    """(what links an object's row to the table between or to the others, what links that on).

    `own` and `target` are the aliases whose columns stand in, where there are any.
    """
    _, near, far = prop.links()
    remote = [other for _, other in near]
    if prop.secondary is None:
        if prop.primaryjoin is None:
            return and_(*[_of(one, own) == _of(other, target) for one, other in near]), None
        return _adapted(prop, prop._value(prop.primaryjoin), own, target, remote), None
    first = and_(*[_of(one, own) == other for one, other in near])
    second = and_(*[_of(one, target) == other for one, other in far])
    if prop.primaryjoin is not None:
        first = _adapted(prop, prop._value(prop.primaryjoin), own, None, remote)
    if prop.secondaryjoin is not None:
        second = _adapted(prop, prop._value(prop.secondaryjoin), target, target, ())
    return first, second


def _of(column, alias):
    return column if alias is None else alias.c[column.key]


def _adapted(prop, condition, own, target, remote):
    """A condition as it was written, in terms of the aliases."""
    if own is None and target is None:
        return condition
    mine, theirs = prop.parent.tables, prop.target().tables

    def stand_in(item):
        table = getattr(item, "table", None)
        if table is None:
            return None
        if target is not None and (any(item is column for column in remote) or (
            any(table is one for one in theirs) and not any(table is one for one in mine)
        )):
            return _of(item, target)
        if own is not None and any(table is one for one in (*mine, *theirs)):
            return _of(item, own)
        return None

    return replaced(condition, stand_in)


def replaced(condition, replace):
    from ..sql.visitors import replacement_traverse

    return replacement_traverse(condition, {}, replace)


def alias_of(entity):
    """The alias that a class is selected under; None for the class itself."""
    found = getattr(entity, "_limbeck_selected", None)
    return getattr(found, "alias_of", None)


class RelationshipComparisons:
    """What a relationship's attribute is on the class: has, any, contains, and paths."""

    # The class or alias that `of_type()` named, and what `and_()` added.
    _of_type = None
    _criteria = ()
    # The alias whose attribute it is.
    _source = None

    def _changed(self, **changes):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied.__dict__.update(changes)
        return copied

    @property
    def entity(self):
        return self.prop.target()

    @property
    def parent(self):
        return self.prop.parent

    def __clause_element__(self):
        return self.condition()

    def _join_steps(self, target, onclause):
        """What `select().join()` joins, each with its condition."""
        from .query import _join_parts, join_edge

        source, condition, secondary, _ = _join_parts(target, onclause)
        steps = [(source, condition)] if secondary is None else [secondary, (source, condition)]
        return steps, join_edge(target, onclause, source)

    def condition(self):
        """The ON condition of a join along the relationship."""
        first, second = on_condition(self.prop, self._source)
        return first if second is None else and_(first, second)

    def of_type(self, entity):
        return self._changed(_of_type=entity)

    def and_(self, *conditions):
        return self._changed(_criteria=(*self._criteria, *conditions))

    def target_class(self):
        """The class or alias on the other side; an alias where it would be the same table twice."""
        if self._of_type is not None:
            return self._of_type
        target = self.prop.target()
        if target.common_parent(self.prop.parent):
            from .util import aliased

            return aliased(target.class_)
        return target.class_

    # Conditions.

    def _exists(self, conditions, values):
        from ..sql.selectable import select
        from .loading import entity_of

        chosen = self.target_class()
        alias, entity = alias_of(chosen), entity_of(chosen)
        first, second = on_condition(self.prop, self._source, alias)
        wanted = [first] if second is None else [first, second]
        conditions = [item for item in (*self._criteria, *conditions) if item is not None]
        if alias is not None and self._of_type is None:
            conditions = [self._in_alias(item, alias) for item in conditions]
        wanted += conditions
        wanted += [getattr(chosen, name) == value for name, value in values.items()]
        own_rows = entity.mapper.own_rows(alias)
        if own_rows is not None:
            wanted.append(own_rows)
        inner = [entity.source] if second is None else [entity.source, self.prop.secondary_table]
        query = select(literal_column("1")).select_from(*inner).where(and_(*wanted))
        return query.correlate_except(*inner).exists()

    def _in_alias(self, condition, alias):
        tables = self.prop.target().tables
        clause = condition.__clause_element__() if hasattr(
            condition, "__clause_element__") else condition
        return replaced(clause, lambda item: _of(item, alias) if any(
            getattr(item, "table", None) is table for table in tables) else None)

    def any(self, criterion=None, **values):
        if not self.prop.is_collection():
            _refuse("'any()' not implemented for scalar attributes. Use has().")
        return self._exists([criterion], values)

    def has(self, criterion=None, **values):
        if self.prop.is_collection():
            _refuse("'has()' not implemented for collections. Use any().")
        return self._exists([criterion], values)

    def contains(self, other, **kw):
        """Whether the collection holds an object."""
        if not self.prop.is_collection():
            _refuse("'contains' not implemented for scalar attributes. Use ==")
        _, near, far = self.prop.links()
        mapper = type(other).__mapper__
        if self.prop.secondary is None:
            return and_(*[
                _of(own, self._source) == _value(other, mapper.key_of(referring))
                for own, referring in near
            ])
        from ..sql.selectable import select

        table = self.prop.secondary_table
        first, _ = on_condition(self.prop, self._source)
        wanted = [column == _value(other, mapper.key_of(own)) for own, column in far]
        return select(literal_column("1")).select_from(table).where(
            and_(first, *wanted)).correlate_except(table).exists()

    def is_(self, other):
        return self == other

    def is_not(self, other):
        return self != other

    isnot = is_not

    def in_(self, *others):
        raise NotImplementedError(
            "in_() not yet supported for relationships.  For a simple many-to-one, use in_() "
            "against the set of foreign key values."
        )

    not_in = notin_ = in_

    def __eq__(self, other):
        if other is None and self.prop.direction is not MANYTOONE:
            return not_(self._exists([], {}))
        if self.prop.is_collection():
            _refuse("Can't compare a collection to an object or collection; use contains() to test "
                    "for membership.")
        return and_(*[one == value for one, value in self._compared(other)])

    def __ne__(self, other):
        if self.prop.direction is not MANYTOONE:
            if self.prop.is_collection() and other is not None:
                _refuse("Can't compare a collection to an object or collection; use contains() to "
                        "test for membership.")
            return self._exists([], {}) if other is None else not_(self == other)
        if other is None:
            return and_(*[one.is_not(None) for one, _ in self._compared(None)])
        return and_(*[or_(one != value, one.is_(None)) for one, value in self._compared(other)])

    def _compared(self, other):
        _, near, _ = self.prop.links()
        target = self.prop.target()
        return [
            (_of(own, self._source), None if other is None else _value(other, target.key_of(column)))
            for own, column in near
        ]

    def __hash__(self):
        return id(self)

    def __getattr__(self, name):
        # `joinedload(User.addresses).subqueryload(...)` and other paths are only recorded.
        if name[:1] == "_" or "prop" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.prop.target().class_, name)


def _value(instance, key):
    """A key of an object, which one that waits for its INSERT gets by it."""
    from .state import state_of

    found = getattr(instance, key)
    session = state_of(instance).session
    if found is None and session is not None:
        session._autoflush()
        found = getattr(instance, key)
    return found


def _refuse(message):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(message)
