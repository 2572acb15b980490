"""Values that change in place; a session compares values, so a wrapper only passes them on."""


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


class MutableDict(Mutable, dict):
    def __class_getitem__(cls, item):
        return cls


class MutableList(Mutable, list):
    def __class_getitem__(cls, item):
        return cls


class MutableSet(Mutable, set):
    def __class_getitem__(cls, item):
        return cls
