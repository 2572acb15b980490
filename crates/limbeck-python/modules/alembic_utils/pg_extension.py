"""Extensions."""

from .replaceable_entity import ReplaceableEntity


class PGExtension(ReplaceableEntity):
    _kind = "extension"
    type_ = "extension"

    def __init__(self, schema, signature):
        super().__init__(schema, signature, "")


def entity_of(wire):
    return PGExtension(wire["schema"], wire["signature"])
