"""Materialized views."""

from .replaceable_entity import ReplaceableEntity


class PGMaterializedView(ReplaceableEntity):
    _kind = "materialized_view"
    type_ = "materialized_view"

    def __init__(self, schema, signature, definition, with_data=True):
        super().__init__(schema, signature, definition)
        self.with_data = with_data

    def _wire(self):
        return {**super()._wire(), "with_data": self.with_data}


def entity_of(wire):
    with_data = wire["with_data"]
    return PGMaterializedView(wire["schema"], wire["signature"], wire["definition"], with_data)
