"""What a mapper knows of its relationships, and of values that change in place."""

from sys import modules as _modules

from .state import state_of

# The relationships that delete their orphans.
_orphaning = []


class RelatedProperties:
    """The part of a mapper that a session asks when it reads and writes objects."""

    mutable_keys = ()

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
        from .mapper import configure_all

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
