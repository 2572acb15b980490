"""Triggers."""

from .replaceable_entity import ReplaceableEntity


class PGTrigger(ReplaceableEntity):
    _kind = "trigger"
    type_ = "trigger"

    def __init__(self, schema, signature, definition, on_entity, is_constraint=False):
        super().__init__(schema, signature, definition)
        self.on_entity = on_entity
        self.is_constraint = is_constraint

    def _wire(self):
        place = {"on_entity": self.on_entity, "is_constraint": self.is_constraint}
        return {**super()._wire(), **place}
