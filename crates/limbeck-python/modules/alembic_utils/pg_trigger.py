"""Triggers."""

from .replaceable_entity import ReplaceableEntity


class PGTrigger(ReplaceableEntity):
    _kind = "trigger"
    type_ = "trigger"

    def __init__(self, schema, signature, definition, on_entity, is_constraint=False):
        super().__init__(schema, signature, definition)
        self.on_entity = on_entity if "." in on_entity else f"public.{on_entity}"
        self.is_constraint = is_constraint

    @property
    def identity(self):
        return f"{super().identity} {self.is_constraint} {self.on_entity}"

    def _wire(self):
        place = {"on_entity": self.on_entity, "is_constraint": self.is_constraint}
        return {**super()._wire(), **place}


def entity_of(wire):
    return PGTrigger(
        wire["schema"], wire["signature"], wire["definition"], wire["on_entity"],
        wire["is_constraint"],
    )
