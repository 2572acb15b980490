"""Attributes of mapped classes that stand for others."""

from .properties import CompositeProperty, ConcreteInheritedProperty, SynonymProperty
