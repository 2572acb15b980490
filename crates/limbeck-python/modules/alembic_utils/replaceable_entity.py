"""What the kinds of entities share, and the directives that scripts call with them."""

from alembic.operations import Operations
from alembic.operations.ops import MigrateOperation


class _Registry:
    """What env.py has declared by `register_entities`."""

    def __init__(self):
        self.clear()

    def clear(self):
        self._entities = {}
        self.schemas, self.exclude_schemas, self.entity_types = set(), set(), set()

    def register(self, entities, schemas=None, exclude_schemas=None, entity_types=None):
        self._entities.update({entity.identity: entity for entity in entities})
        self.schemas.update(schemas or ())
        self.exclude_schemas.update(exclude_schemas or ())
        self.entity_types.update(entity_types or ())

    def entities(self):
        return list(self._entities.values())


registry = _Registry()


def register_entities(entities, schemas=None, exclude_schemas=None, entity_types=None):
    """Has `revision --autogenerate`, `check` and `diff` compare the entities."""
    registry.register(entities, schemas, exclude_schemas, entity_types)


class ReplaceableEntity:
    """An object that is made, replaced and dropped as a whole."""

    _kind = None
    type_ = None
    _version_to_replace = None

    def __init__(self, schema, signature, definition):
        self.schema = _unquoted(schema)
        self.signature = _unquoted(signature)
        # Scripts that alembic_utils wrote have colons as `text()` wants them.
        self.definition = definition.strip().rstrip(";").strip().replace("\\:", ":")

    @classmethod
    def from_sql(cls, sql):
        """Reads the CREATE statement of an entity."""
        from ._statements import parts

        return cls(**parts(cls._kind, sql))

    @classmethod
    def from_path(cls, path):
        """Reads a file that holds the CREATE statement of an entity."""
        with open(path) as file:
            return cls.from_sql(file.read())

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


def _unquoted(name):
    return " ".join(name.split()).replace('"', "")


def _entity_wire(operation, context):
    act = {"op": "entity", "act": operation._act, "cascade": operation.cascade}
    return {**act, **operation.target._wire()}


class _EntityOp(MigrateOperation):
    _to_wire = staticmethod(_entity_wire)
    #: The statements, where a comparison has made the operation.
    _sql = ()

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

    def to_diff_tuple(self):
        return ("create_entity", self.target.identity, "".join(self._sql))


class RevertOp(_EntityOp):
    """Takes a replacement back."""

    _act = "revert"

    def to_diff_tuple(self):
        return ("replace_or_revert_entity", self.target.identity, str(list(self._sql)))


def _revert_wire(operation, context):
    target = operation.target._version_to_replace or operation.target
    return {"op": "entity", "act": "revert", "cascade": False, **target._wire()}


RevertOp._to_wire = staticmethod(_revert_wire)


@Operations.register_operation("replace_entity", "invoke_for_target")
class ReplaceOp(_EntityOp):
    _act = "replace"

    def reverse(self):
        return RevertOp(self.target)

    def to_diff_tuple(self):
        return ("replace_or_revert_entity", self.target.identity, str(list(self._sql)))


@Operations.register_operation("drop_entity", "invoke_for_target")
class DropOp(_EntityOp):
    _act = "drop"

    @classmethod
    def invoke_for_target(cls, operations, target, cascade=False):
        return operations.invoke(cls(target, cascade=cascade))

    def reverse(self):
        return CreateOp(self.target)

    def to_diff_tuple(self):
        return ("drop_entity", self.target.identity)


# What a comparison asks.


def declared():
    """All that `register_entities` was given, as Rust reads it."""
    kinds = {each._kind for each in registry.entity_types}
    entities = [each for each in registry.entities() if not kinds or each._kind in kinds]
    return {
        "entities": [entity._wire() for entity in entities],
        "schemas": sorted(registry.schemas), "exclude_schemas": sorted(registry.exclude_schemas),
        "kinds": sorted(filter(None, kinds)) or None,
    }


def from_wire(wire):
    """The entity that a description means: the declared one, if it is one."""
    for entity in registry.entities():
        own = entity._wire()
        if all(wire[key] == value for key, value in own.items()):
            return entity
    from importlib import import_module

    module = import_module("alembic_utils.pg_" + wire["kind"])
    return module.entity_of(wire)


def operation_of(wire):
    """The operation of a comparison as an object."""
    classes = {"create": CreateOp, "replace": ReplaceOp, "revert": RevertOp, "drop": DropOp}
    target = from_wire(wire)
    if "old" in wire:
        target._version_to_replace = from_wire(wire["old"])
    made = classes[wire["act"]](target)
    made._sql = wire.get("sql") or ()
    return made


def include(autogen, wire, reflected):
    """Whether the filters of env.py let an entity take part."""
    entity = from_wire(wire)
    name = f"{entity.schema}.{entity.signature}"
    table = f"Not applicable for type {entity.type_}"
    parents = {
        "schema_name": entity.schema, "table_name": table,
        "schema_qualified_table_name": f"{entity.schema}.{table}",
    }
    if reflected and not autogen.run_name_filters(name, entity.type_, parents):
        return False
    return autogen.run_object_filters(entity, name, entity.type_, reflected, None)
