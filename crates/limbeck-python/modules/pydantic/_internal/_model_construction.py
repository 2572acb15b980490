"""The metaclass of models, for the metaclasses that applications derive from it."""

from ..main import ModelMetaclass

__all__ = ["ModelMetaclass"]
