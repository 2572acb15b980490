"""The marks that SQLAlchemy's ORM puts on expressions, which here stand for themselves."""

from .base import ClauseElement


class SupportsAnnotations:
    """What may carry marks."""


class Annotated(ClauseElement):
    """A copy of an element that carries marks."""
