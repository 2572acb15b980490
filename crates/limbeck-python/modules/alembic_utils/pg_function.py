"""Functions."""

from .replaceable_entity import ReplaceableEntity


class PGFunction(ReplaceableEntity):
    _kind = "function"
    type_ = "function"


def entity_of(wire):
    return PGFunction(wire["schema"], wire["signature"], wire["definition"])
