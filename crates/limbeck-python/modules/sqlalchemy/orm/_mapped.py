"""What a mapper knows of its relationships, and of values that change in place."""

from sys import modules as _modules

from ..util.langhelpers import memoized_property
from .state import state_of

# Grows with each class that is mapped and each attribute that is added to one.
version = [0]

# The relationships that delete their orphans.
_orphaning = []


class Facts:
    """What is the same for all objects of a class when they are written."""

    def __init__(self, mapper):
        self.mapper = mapper
        self.size = len(mapper._props)
        self.base = mapper.base_mapper.class_
        self.keys = tuple([key for key, prop in mapper._props.items() if prop.columns])
        self.identity_keys = mapper.identity_keys
        self.key = frozenset(self.identity_keys)
        self._plans, self._updates, self._along = {}, {}, {}

    def along(self, direction, late=False):
        """The relationships of one direction that are written, with `post_update` or without."""
        found = self._along.get((direction, late))
        if found is None:
            found = self._along[direction, late] = [
                prop for prop in self.mapper.related_props
                if prop.direction is direction and bool(prop.options.get("post_update")) is late
            ]
        return found

    @memoized_property
    def blank(self):
        """What a new object is known to have of attributes that nobody set."""
        plans = [self.plan(table) for table in self.mapper.tables]
        return {key: None for plan in plans for key in plan.blank}

    def plan(self, table):
        """What an INSERT into a table writes; None for a table that the class has no part in."""
        if table not in self._plans:
            from ._inserts import Plan

            has_it = any(table is known for known in self.mapper.tables)
            self._plans[table] = Plan(self.mapper, table) if has_it else None
        return self._plans[table]

    def updates(self, keys):
        """The UPDATEs that write these attributes, table by table."""
        found = self._updates.get(keys)
        if found is None:
            from .persistence import TableUpdate

            found = self._updates[keys] = list(TableUpdate.parts(self.mapper, keys))
        return found


class RelatedProperties:
    """The part of a mapper that a session asks when it reads and writes objects."""

    mutable_keys = ()

    @property
    def facts(self):
        found = self.__dict__.get("_facts")
        if found is None or found.size != len(self._props):
            found = self.__dict__["_facts"] = Facts(self)
        return found

    def take_mutable(self, instance):
        """Values that were read, and change in place, come to know whose they are."""
        for key in self.mutable_keys:
            if key in instance.__dict__:
                kind = getattr(self.class_, key)._mutable
                value = kind.take(instance, key, instance.__dict__[key])
                instance.__dict__[key] = state_of(instance).stored[key] = value

    @property
    def related_props(self):
        """The relationships that are written."""
        found = self.__dict__.get("_related_props")
        if found is None:
            from .relationships import RelationshipProperty

            found = self.__dict__["_related_props"] = [
                prop for prop in self._props.values()
                if isinstance(prop, RelationshipProperty) and not prop.viewonly
            ]
        return found

    @property
    def eager_props(self):
        """The relationships that are read with their objects."""
        found = self.__dict__.get("_eager_props")
        if found is None:
            found = self.__dict__["_eager_props"] = [
                prop for prop in self._props.values()
                if getattr(prop, "lazy", "select") in ("joined", "selectin", "subquery",
                                                       "immediate", False)
            ]
        return found

    def takes_related(self, prop):
        """A relationship has come to the class."""
        for mapper in self.self_and_descendants:
            mapper.__dict__.pop("_related_props", None)
            mapper.__dict__.pop("_eager_props", None)
        if prop.parent is self and prop.cascades_to("delete-orphan"):
            _orphaning.append(prop)

    @property
    def orphan_props(self):
        """The relationships that delete what they let go of this class."""
        from ._configuring import configure_all

        configure_all()
        found = self.__dict__.get("_orphan_props")
        if found is None or found[0] != len(_orphaning):
            props = [
                prop for prop in _orphaning
                if prop.parent.registry is self.registry and self.isa(prop.target())
            ]
            found = self.__dict__["_orphan_props"] = len(_orphaning), props
        return found[1]


def find_mutable(mapper):
    """Finds the attributes whose values change in place, where a script loaded these."""
    module = _modules.get("sqlalchemy.ext.mutable")
    if module is not None:
        module._instrument(mapper)
