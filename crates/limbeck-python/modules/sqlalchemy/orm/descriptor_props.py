"""Attributes of mapped classes that stand for others."""

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

    def __get__(self, instance, owner):
        if instance is None:
            return self
        values = [getattr(instance, key) for key in self.prop.keys()]
        if all(value is None for value in values):
            return None
        return self.prop.composite_class(*values)

    def __set__(self, instance, value):
        for key, item in self.prop.pairs(value):
            setattr(instance, key, item)
