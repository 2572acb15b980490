"""Views."""

from .replaceable_entity import ReplaceableEntity


class PGView(ReplaceableEntity):
    _kind = "view"
    type_ = "view"


def entity_of(wire):
    return PGView(wire["schema"], wire["signature"], wire["definition"])
