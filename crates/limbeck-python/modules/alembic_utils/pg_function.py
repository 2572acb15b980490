"""Functions."""

from .replaceable_entity import ReplaceableEntity


class PGFunction(ReplaceableEntity):
    _kind = "function"
    type_ = "function"
