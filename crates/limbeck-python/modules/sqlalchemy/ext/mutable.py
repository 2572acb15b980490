"""Values that change in place; a session compares values, so a wrapper only passes them on."""

from ..util.langhelpers import Subscripted


class MutableBase:
    @classmethod
    def coerce(cls, key, value):
        return value

    @property
    def _parents(self):
        return {}


class Mutable(MutableBase):
    """Base of values that say when they change."""

    def changed(self):
        pass

    @classmethod
    def as_mutable(cls, sqltype):
        from ..sql.type_api import to_instance

        return to_instance(sqltype)

    @classmethod
    def associate_with(cls, sqltype):
        pass

    @classmethod
    def associate_with_attribute(cls, attribute):
        pass


class MutableComposite(MutableBase):
    def changed(self):
        pass


class MutableDict(Subscripted, Mutable, dict):
    pass


class MutableList(Subscripted, Mutable, list):
    pass


class MutableSet(Subscripted, Mutable, set):
    pass
