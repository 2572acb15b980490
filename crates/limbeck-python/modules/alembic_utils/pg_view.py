"""Views."""

from .replaceable_entity import ReplaceableEntity


class PGView(ReplaceableEntity):
    _kind = "view"
    type_ = "view"
