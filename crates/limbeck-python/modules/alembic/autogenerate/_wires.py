"""Operations between the JSON of Rust and the objects that a project's hooks change."""

from sys import modules

from sqlalchemy.sql.base import for_dialect

from ..operations import _wire, ops
from ._models import refine, type_wire
from ._sides import part, text_of


class _Origin:
    """Which of Rust's operations an object stands for, and what it said when it was made."""

    __slots__ = ("number", "is_reverse", "wire")

    def __init__(self, number, is_reverse, wire):
        self.number, self.is_reverse, self.wire = number, is_reverse, wire


class StatementsOp(ops.ExecuteSQLOp):
    """What a full comparison does that Alembic has no directive for."""

    def __init__(self, number, up, down):
        super().__init__("; ".join(up))
        self._number, self._up, self._down = number, up, down

    def reverse(self):
        return StatementsOp(self._number, self._down, self._up)


def objects(sides, changes):
    """The upgrade operations for the changes that Rust found."""
    return [_object(sides, change) for change in changes]


def _object(sides, change):
    kind = change["kind"]
    if kind == "table":
        steps = [_operation(sides, step) for step in change["steps"]]
        return ops.ModifyTableOps(
            text_of(change["table"]), steps, schema=text_of(change["schema"])
        )
    if kind == "statements":
        return _statements(sides, change)
    return _operation(sides, change)


def _statements(sides, change):
    made = StatementsOp(change["number"], change["up"], change["down"])
    made._origin = _Origin(change["number"], False, plain(sides, made))
    return made


def _operation(sides, step):
    if step["kind"] == "statements":
        return _statements(sides, step)
    wire = step["up"]
    made = _BUILD[wire["op"]](sides, wire)
    made._origin = _Origin(step["number"], False, plain(sides, made))
    return made


def _create_table(sides, wire):
    table = wire["table"]
    found = sides.model(text_of(table["name"]), text_of(table.get("schema")))
    return ops.CreateTableOp.from_table(found)


def _drop_table(sides, wire):
    found = sides.database(text_of(wire["name"]), text_of(wire.get("schema")))
    return ops.DropTableOp.from_table(found)


def _columns_of(wire):
    return [text_of(element["column"]) for element in wire if "column" in element]


def _create_index(sides, wire):
    index = wire["index"]
    table = sides.model(text_of(index["table"]), text_of(index.get("schema")))
    name = text_of(index["name"])
    item = {"kind": "index", "name": name, "columns": _columns_of(index["elements"])}
    made = ops.CreateIndexOp.from_index(part(table, item))
    made.index_name = _conv(name, made.index_name)
    return made


def _drop_index(sides, wire):
    table = sides.database(text_of(wire["table"]), text_of(wire.get("schema")))
    item = {"kind": "index", "name": text_of(wire["name"]), "columns": []}
    made = ops.DropIndexOp.from_index(part(table, item))
    made.index_name = made._reverse.index_name = _settled(made.index_name)
    return made


def _settled(name):
    """A name that a database has, to which no convention adds anything."""
    from sqlalchemy.sql.naming import conv

    return name if name is None else conv(name)


def _conv(name, own):
    """The name that the convention made where the object itself has none yet."""
    from sqlalchemy.sql.naming import conv

    return own if own == name else conv(name)


_KINDS = {
    "unique": "unique_constraint", "foreign_key": "foreign_key_constraint",
    "foreignkey": "foreign_key_constraint", "check": "check_constraint",
    "primary_key": "primary_key_constraint", "primary": "primary_key_constraint",
    "exclude": "exclude_constraint",
}


def _create_constraint(sides, wire):
    table = sides.model(text_of(wire["table"]), text_of(wire.get("schema")))
    given = wire["constraint"]
    name = text_of(given.get("name"))
    columns = [text_of(column) for column in given.get("columns") or ()]
    item = {"kind": _KINDS[given["kind"]], "name": name, "columns": columns}
    made = ops.AddConstraintOp.from_constraint(part(table, item))
    if name is not None:
        made.constraint_name = _conv(name, made.constraint_name)
    return made


def _drop_constraint(sides, wire):
    table = sides.database(text_of(wire["table"]), text_of(wire.get("schema")))
    kind = _KINDS[wire.get("type") or "exclude"]
    item = {"kind": kind, "name": text_of(wire.get("name")), "columns": wire.get("columns") or []}
    made = ops.DropConstraintOp.from_constraint(part(table, item))
    made.constraint_name = made._reverse.constraint_name = _settled(made.constraint_name)
    return made


def _column(table, wire):
    return part(table, {"kind": "column", "name": text_of(wire)})


def _add_column(sides, wire):
    name, schema = text_of(wire["table"]), text_of(wire.get("schema"))
    column = _column(sides.model(name, schema), wire["column"]["name"])
    return ops.AddColumnOp.from_column_and_tablename(schema, name, column)


def _drop_column(sides, wire):
    name, schema = text_of(wire["table"]), text_of(wire.get("schema"))
    column = _column(sides.database(name, schema), wire["column"])
    return ops.DropColumnOp.from_column_and_tablename(schema, name, column)


def _is_set(change):
    return isinstance(change, dict) and "to" in change


def _alter_column(sides, wire):
    name, schema = text_of(wire["table"]), text_of(wire.get("schema"))
    old = _column(sides.database(name, schema), wire["column"])
    new = _column(sides.model(name, schema), wire["column"])
    old_default = old.server_default or old.computed or old.identity
    new_default = new.server_default or new.computed or new.identity
    made = ops.AlterColumnOp(
        name, new.name, schema=schema, existing_type=old.type, existing_nullable=old.nullable,
        existing_server_default=old_default if old_default or new_default else False,
        existing_comment=old.comment, modify_nullable=wire.get("nullable"),
    )
    if wire.get("type") is not None:
        made.modify_type = new.type
    if _is_set(wire.get("server_default")):
        made.modify_server_default = new_default
    if _is_set(wire.get("comment")):
        made.modify_comment = new.comment
    if wire.get("autoincrement") is not None:
        made.kw["autoincrement"] = wire["autoincrement"]
    return made


def _table_comment(sides, wire):
    name, schema = text_of(wire["table"]), text_of(wire.get("schema"))
    existing = wire.get("existing_comment")
    if wire["op"] == "drop_table_comment":
        return ops.DropTableCommentOp(name, schema=schema, existing_comment=existing)
    return ops.CreateTableCommentOp(
        name, wire["comment"], schema=schema, existing_comment=existing
    )


def _entity(sides, wire):
    from alembic_utils.replaceable_entity import operation_of

    return operation_of(wire)


_BUILD = {
    "entity": _entity,
    "create_table": _create_table, "drop_table": _drop_table, "create_index": _create_index,
    "drop_index": _drop_index, "create_constraint": _create_constraint,
    "drop_constraint": _drop_constraint, "add_column": _add_column, "drop_column": _drop_column,
    "alter_column": _alter_column, "create_table_comment": _table_comment,
    "drop_table_comment": _table_comment,
}


def mark_reverse(sides, forward, backward):
    """Tells the operations of a downgrade which of Rust's they are the reverse of."""
    for one, other in zip(forward, backward):
        if isinstance(one, ops.OpContainer):
            mark_reverse(sides, one.ops, other.ops[::-1])
            continue
        origin = one.__dict__.get("_origin")
        if origin is not None:
            other._origin = _Origin(origin.number, True, plain(sides, other))


def wire_of(sides, operation):
    """An operation as Rust reads it."""
    context = sides.context
    with for_dialect(context.dialect):
        if isinstance(operation, ops.CreateTableOp):
            wire, table = _wire.create_table(operation, context)
            refine(table, wire["table"])
            return wire
        if operation._to_wire is None:
            name = type(operation).__name__
            raise ValueError(f"no dispatch function for object: {name}")
        wire = operation._to_wire(operation, context)
        if isinstance(operation, ops.AddColumnOp):
            wire["column"]["type"] = type_wire(operation.column.type)
        elif isinstance(operation, ops.AlterColumnOp):
            for key, type_ in (("type", operation.modify_type),
                               ("existing_type", operation.existing_type)):
                if key in wire:
                    wire[key] = type_wire(_wire.to_instance(type_))
        return wire


def plain(sides, operation):
    """All that an operation says, to see whether a hook has changed it."""
    if isinstance(operation, StatementsOp):
        return operation._up
    with for_dialect(sides.context.dialect):
        return _plain(wire_of(sides, operation))


def plain_wire(wire):
    """A type's JSON without objects in it."""
    return _plain(wire if isinstance(wire, dict) else wire.__limbeck__())


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in ("id", "from_id")}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    describe = getattr(value, "__limbeck__", None)
    return _plain(describe()) if describe is not None else value


def entries(sides, operations):
    """The operations as Rust takes them back, and those that it writes one after another."""
    found, flat = [], []
    for operation in operations:
        if not isinstance(operation, ops.OpContainer):
            found.append(_entry(sides, operation, flat))
            continue
        steps = [_entry(sides, step, flat) for step in operation.ops]
        found.append({
            "table": getattr(operation, "table_name", None),
            "schema": getattr(operation, "schema", None), "steps": steps,
        })
    return found, flat


def _entry(sides, operation, flat):
    lines = _lines(sides, operation)
    if lines is not None:
        return {"lines": lines}
    flat.append(operation)
    origin = operation.__dict__.get("_origin")
    if origin is not None and plain(sides, operation) == origin.wire:
        return {"number": origin.number, "is_reverse": origin.is_reverse}
    return {"operation": wire_of(sides, operation)}


def _lines(sides, operation):
    """What a renderer that the project registered makes of an operation."""
    module = modules.get("alembic.autogenerate.render")
    if module is None or module.renderers.find(operation) is None:
        return None
    autogen = sides.autogen
    autogen.imports = set()
    lines = module.render_op(autogen, operation)
    return {"lines": lines, "imports": sorted(autogen.imports)}


def item_of(operation, item):
    """The object inside an operation that `render_item` is asked about."""
    kind = item["kind"]
    if isinstance(operation, ops.AlterColumnOp):
        what = "type" if kind == "type" else "server_default"
        found = getattr(operation, f"modify_{what}" if item["is_new"] else f"existing_{what}")
        return None if found is False else found
    if isinstance(operation, ops.CreateTableOp):
        listed = operation.columns
    else:
        listed = [operation.column] if isinstance(operation, ops.AddColumnOp) else []
    if kind in ("column", "type", "server_default"):
        column = next((each for each in listed if each.name == item["column"]), None)
        if column is None or kind == "column":
            return column
        return column.type if kind == "type" else column.server_default
    wanted = [each for each in listed if getattr(each, "_wire_kind", None) == kind]
    for constraint in wanted:
        if item["name"] is not None and constraint.name == item["name"]:
            return constraint
    for constraint in wanted:
        if sorted(column.name for column in constraint.columns) == sorted(item["columns"]):
            return constraint
    return wanted[0] if wanted else None
