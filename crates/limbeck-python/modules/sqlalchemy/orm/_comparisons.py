"""Relationships in conditions and joins."""


class RelationshipComparisons:
    """What a relationship's attribute is on the class: has, any, contains, and paths."""

    prop = None
    # The class or alias that `of_type()` named, and what `and_()` added.
    _of_type = None
    _criteria = ()
    # The alias whose attribute it is.
    _source = None

    @property
    def entity(self):
        return self.prop.target()

    def __clause_element__(self):
        return self.condition()

    def _join_steps(self, target, onclause):
        """What `select().join()` joins, each with its condition."""
        from .query import _join_parts

        source, condition, secondary, _ = _join_parts(target, onclause)
        return [(source, condition)] if secondary is None else [secondary, (source, condition)]

    def condition(self):
        """The ON condition of a join along the relationship."""
        from ..sql.elements import and_

        prop = self.prop
        if prop.primaryjoin is not None and prop.secondary is None:
            return prop._value(prop.primaryjoin)
        direction, near, far = prop.links()
        return and_(*[own == other for own, other in near])

    def _exists(self, conditions, values):
        from ..sql.elements import and_
        from ..sql.selectable import exists

        target = self.prop.target()
        _, near, far = self.prop.links()
        wanted = [own == other for own, other in near]
        wanted += [own == other for own, other in far]
        wanted += list(conditions)
        wanted += [getattr(target.class_, name) == value for name, value in values.items()]
        return exists().where(and_(*wanted))

    def any(self, *conditions, **values):
        return self._exists(conditions, values)

    has = any

    def is_(self, other):
        return self == other

    def __eq__(self, other):
        from ..sql.elements import and_

        _, near, _ = self.prop.links()
        return and_(*[
            own == (None if other is None else getattr(other, self.prop.target().key_of(column)))
            for own, column in near
        ])

    def __ne__(self, other):
        from ..sql.elements import not_

        return not_(self == other)

    def __hash__(self):
        return id(self)

    def of_type(self, entity):
        return self

    def and_(self, *conditions):
        return self

    def __getattr__(self, name):
        # `joinedload(User.addresses).subqueryload(...)` and other paths are only recorded.
        if name[:1] == "_":
            raise AttributeError(name)
        return getattr(self.prop.target().class_, name)
