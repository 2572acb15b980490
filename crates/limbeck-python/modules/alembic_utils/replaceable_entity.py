"""What the kinds of entities share, and the directives that scripts call with them."""

from alembic.operations import Operations
from alembic.operations.ops import MigrateOperation

#: What env.py has declared by `register_entities`, which no comparison looks at.
registered = []


class ReplaceableEntity:
    """An object that is made, replaced and dropped as a whole."""

    _kind = None
    type_ = None

    def __init__(self, schema, signature, definition):
        self.schema = schema
        self.signature = signature
        self.definition = definition

    def __eq__(self, other):
        return isinstance(other, self.__class__) and self._wire() == other._wire()

    def __hash__(self):
        return hash(self.identity)

    def __repr__(self):
        return f"{type(self).__name__}({self.identity!r})"

    @property
    def identity(self):
        return f"{type(self).__name__}: {self.schema}.{self.signature}"

    def _wire(self):
        return {
            "kind": self._kind,
            "schema": self.schema,
            "signature": self.signature,
            "definition": self.definition,
        }


def _entity_wire(operation, context):
    act = {"op": "entity", "act": operation._act, "cascade": operation.cascade}
    return {**act, **operation.target._wire()}


class _EntityOp(MigrateOperation):
    _to_wire = staticmethod(_entity_wire)

    def __init__(self, target, cascade=False):
        self.target = target
        self.cascade = cascade

    @classmethod
    def invoke_for_target(cls, operations, target):
        return operations.invoke(cls(target))


@Operations.register_operation("create_entity", "invoke_for_target")
class CreateOp(_EntityOp):
    _act = "create"

    def reverse(self):
        return DropOp(self.target)


@Operations.register_operation("replace_entity", "invoke_for_target")
class ReplaceOp(_EntityOp):
    _act = "replace"


@Operations.register_operation("drop_entity", "invoke_for_target")
class DropOp(_EntityOp):
    _act = "drop"

    @classmethod
    def invoke_for_target(cls, operations, target, cascade=False):
        return operations.invoke(cls(target, cascade=cascade))

    def reverse(self):
        return CreateOp(self.target)


def register_entities(entities, schemas=None, exclude_schemas=None, entity_types=None):
    """Keeps the entities; a comparison says that it does not compare them."""
    registered.extend(entities)
