"""What declarative classes may extend."""

from . import AbstractConcreteBase, ConcreteBase, DeferredReflection
