"""Attributes of mapped classes that stand for others."""

from ..sql.elements import and_, not_
from .properties import CompositeProperty, ConcreteInheritedProperty, SynonymProperty


class SynonymAttribute:
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner):
        return getattr(owner if instance is None else instance, self.name)

    def __set__(self, instance, value):
        setattr(instance, self.name, value)


class CompositeAttribute:
    """A composite attribute, made from the columns' values when asked for."""

    def __init__(self, prop, key):
        self.prop = prop
        self.key = key

    def __eq__(self, other):
        """All its columns have the other's values."""
        cls = self.prop.parent.class_
        return and_(*[getattr(cls, key) == item for key, item in self.prop.pairs(other)])

    def __ne__(self, other):
        return not_(self == other)

    __hash__ = object.__hash__

    def __get__(self, instance, owner):
        if instance is None:
            return self
        values = [getattr(instance, key) for key in self.prop.keys()]
        if all(value is None for value in values):
            return None
        return self._owned(instance, self.prop.composite_class(*values))

    def _owned(self, instance, value):
        """A `MutableComposite` comes to know whose it is."""
        if hasattr(value, "_limbeck_parents"):
            value.take(instance, self.key, value)
        return value

    def __set__(self, instance, value):
        self._owned(instance, value)
        for key, item in self.prop.pairs(value):
            setattr(instance, key, item)
