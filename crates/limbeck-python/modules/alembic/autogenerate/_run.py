"""What a generating run asks of Python: models, filters, hooks, and operations as objects."""

from sys import modules

import _limbeck
from sqlalchemy.sql.base import for_dialect

from ..operations import ops
from . import _wires
from ._sides import Sides

_generations = []


class Generation:
    """The revisions that a command is about to write, as the project's hooks see them."""

    def __init__(self, arguments):
        self.revisions = [
            ops.MigrationScript(
                arguments.get("rev_id"), ops.UpgradeOps(), ops.DowngradeOps(),
                message=arguments.get("message"), head=arguments.get("head"),
                splice=arguments.get("splice"), branch_label=arguments.get("branch_label"),
                version_path=arguments.get("version_path"),
                depends_on=arguments.get("depends_on"),
            )
        ]
        self.sides = {}
        self.last = None
        self.bodies = []

    def sides_of(self, number):
        found = self.sides.get(number)
        if found is None:
            found = self.sides[number] = Sides(_context(number))
        return found


def _context(number):
    from ..runtime.migration import _current

    for generation in reversed(_generations):
        if number in generation.sides:
            return generation.sides[number].context
    for context in reversed(_current):
        if context._id == number:
            return context
    raise LookupError(f"there is no context {number}")


def begin(arguments):
    _generations.append(Generation(arguments))


def end():
    _generations.pop()


def models(number):
    """The metadata of a context as JSON, in parts with the place of each; None where it has none."""
    return _generations[-1].sides_of(number).models_wires()


def take_models(number, source):
    """Has a context compare what the project's own interpreter wrote down."""
    _generations[-1].sides_of(number).take(source)


def declared_entities():
    """What env.py gave to `register_entities`; None where it did not."""
    module = modules.get("alembic_utils.replaceable_entity")
    return module.declared() if module is not None else None


def include_entity(number, wire, reflected):
    module = modules["alembic_utils.replaceable_entity"]
    return bool(module.include(_generations[-1].sides_of(number).autogen, wire, reflected))


def needs_objects(number):
    """Whether the project has a say in the operations or in how they are written."""
    opts = _context(number).opts
    if opts.get("process_revision_directives") or opts.get("render_item"):
        return True
    return bool(_registered("compare", "comparators") or _registered("render", "renderers"))


def _registered(module, name):
    module = modules.get(f"alembic.autogenerate.{module}")
    return module is not None and getattr(module, name)._registry


# The filters and comparisons of env.py.


def include_name(number, name, kind, parents):
    return bool(_context(number).opts["include_name"](name, kind, parents))


def include_object(number, item, name, kind, reflected, compare_to):
    sides = _generations[-1].sides_of(number)
    found = sides.item(item)
    other = None if compare_to is None else sides.item(compare_to)
    return bool(_context(number).opts["include_object"](found, name, kind, reflected, other))


def compare_type(number, database, model):
    context, sides = _context(number), _generations[-1].sides_of(number)
    inspected, wanted = sides.item(database), sides.item(model)
    answer = context.opts["compare_type"](
        context, inspected, wanted, inspected.type, wanted.type
    )
    return None if answer is None else bool(answer)


def compare_server_default(number, database, model, inspected_default, rendered):
    context, sides = _context(number), _generations[-1].sides_of(number)
    inspected, wanted = sides.item(database), sides.item(model)
    default = wanted.server_default
    answer = context.opts["compare_server_default"](
        context, inspected, wanted, inspected_default, default, rendered
    )
    return None if answer is None else bool(answer)


def has_registered_types(number):
    """Whether env.py told the dialect of types that SQLAlchemy does not know."""
    names = modules.get("sqlalchemy.dialects._names")
    return names is not None and bool(names.added(_context(number).dialect.name))


def read_registered(number, places):
    """The types of those (schema, table, column, spelling) whose spelling is registered."""
    from ._models import type_wire

    sides = _generations[-1].sides_of(number)
    dialect = sides.context.dialect
    read = modules["sqlalchemy.dialects._names"].read
    wires = []
    with for_dialect(dialect):
        for *place, text in places:
            found = read(dialect.name, text)
            if found is not None:
                sides.registered[tuple(place)] = found
                found = _wires.plain_wire(type_wire(found))
            wires.append(found)
    return wires


# The operations as objects.


def add(number, changes, heads, tokens, compared):
    """Takes what a comparison found, and lets the project's hooks change it."""
    generation = _generations[-1]
    sides = generation.sides_of(number)
    script = generation.revisions[-1]
    if generation.last is None:
        script.upgrade_ops_list[-1].upgrade_token, script.downgrade_ops_list[-1].downgrade_token = (
            tokens
        )
    else:
        script._upgrade_ops.append(ops.UpgradeOps(upgrade_token=tokens[0]))
        script._downgrade_ops.append(ops.DowngradeOps(downgrade_token=tokens[1]))
    generation.last = sides
    if compared:
        _fill(sides, script.upgrade_ops_list[-1], script.downgrade_ops_list[-1], changes)
    hook = sides.context.opts.get("process_revision_directives")
    if hook:
        hook(sides.context, tuple(heads), generation.revisions)


def _fill(sides, upgrade_ops, downgrade_ops, changes):
    # Alembic's own comparator is one of middle priority that comes after the project's.
    _run_comparators(sides, upgrade_ops, _BEFORE_OWN)
    upgrade_ops.ops.extend(_wires.objects(sides, changes))
    _run_comparators(sides, upgrade_ops, _AFTER_OWN)
    upgrade_ops.reverse_into(downgrade_ops)
    _wires.mark_reverse(sides, upgrade_ops.ops, downgrade_ops.ops[::-1])


def produce(context, metadata):
    """`produce_migrations()`: a comparison on behalf of the project's own code."""
    generation = Generation({})
    sides = generation.sides[context._id] = Sides(context, metadata)
    script = generation.revisions[0]
    _generations.append(generation)
    try:
        changes = _limbeck.call("autogenerate.changes", {"context": context._id})
        _fill(sides, script.upgrade_ops, script.downgrade_ops, changes)
    finally:
        _generations.pop()
    return script


def write(container, opts, context):
    """`render_python_code()`: operations as text, by options of their own."""
    from ..runtime import migration

    # Without a context Alembic writes for no dialect in particular, which SQLite comes closest to.
    name = "sqlite" if context is None else context.dialect.name
    context = migration.MigrationContext.configure(dialect_name=name, opts=opts)
    migration._current.pop()
    generation = Generation({})
    generation.last = generation.sides[context._id] = Sides(context)
    _generations.append(generation)
    try:
        entries, flat = _wires.entries(generation.last, container.ops)
        generation.bodies.append(flat)
        return _limbeck.call("render.body", {
            "context": context._id, "body": 0, "entries": entries,
        })
    finally:
        _generations.pop()


_BEFORE_OWN = ("FIRST", "MEDIUM")
_AFTER_OWN = ("LAST",)


def _run_comparators(sides, upgrade_ops, priorities):
    registered = _registered("compare", "comparators")
    if not registered:
        return
    from .compare import comparators

    for target in ("autogenerate", "schema"):
        compare = comparators.dispatch(
            target, qualifier=sides.context.dialect.name, priorities=priorities
        )
        schemas = [set(sides.schemas)] if target == "schema" else []
        compare(sides.autogen, upgrade_ops, *schemas)
    others = {target for target, *_ in registered} - {"autogenerate", "schema"}
    if others:
        raise NotImplementedError(
            f"a comparator for {', '.join(map(repr, sorted(others)))} is registered: of the "
            'project\'s own comparators those for "schema" and "autogenerate" are called'
        )


def finish():
    """The revisions to write, their operations as JSON where the project changed them."""
    generation = _generations[-1]
    generation.bodies = []
    return [_revision(generation, script) for script in generation.revisions]


def _revision(generation, script):
    bodies = []
    for upgrade_ops, downgrade_ops in zip(script.upgrade_ops_list, script.downgrade_ops_list):
        for container in (upgrade_ops, downgrade_ops):
            token = getattr(container, "upgrade_token", None) or container.downgrade_token
            entries, flat = _wires.entries(generation.last, container.ops)
            bodies.append({"token": token, "entries": entries, "body": len(generation.bodies)})
            generation.bodies.append(flat)
    return {
        "rev_id": script.rev_id, "message": script.message, "head": script.head,
        "splice": bool(script.splice), "branch_label": script.branch_label,
        "version_path": script.version_path, "depends_on": script.depends_on,
        "imports": sorted(script.imports), "bodies": bodies,
    }


def render_item(body, place, item):
    """What `render_item` makes of an item: False, None or its text, and the imports it needs."""
    generation = _generations[-1]
    autogen = generation.last.autogen
    autogen.imports = set()
    found = _wires.item_of(generation.bodies[body][place], item)
    if found is None:
        return {"text": False, "imports": []}
    answer = generation.last.context.opts["render_item"](item["kind"], found, autogen)
    if answer is not None and answer is not False:
        answer = str(answer)
    return {"text": answer, "imports": sorted(autogen.imports)}


def render_operation(autogen, operation):
    """An operation as a renderer of the project's may start from, with the imports it needs."""
    generation = _generations[-1]
    generation.bodies.append([operation])
    imports = autogen.imports
    try:
        answer = _limbeck.call("render.operation", {
            "context": autogen.migration_context._id, "body": len(generation.bodies) - 1,
            "operation": _wires.wire_of(generation.last, operation),
        })
    finally:
        generation.bodies.pop()
        autogen.imports = imports
    autogen.imports.update(answer["imports"])
    return answer["text"]


def differences():
    """The differences as `alembic check` names them; empty without any."""
    found = []
    for script in _generations[-1].revisions[-1:]:
        for upgrade_ops in script.upgrade_ops_list:
            found.extend(upgrade_ops.as_diffs())
    return repr(found) if found else ""


def shown(number, option):
    """A function of the project's as log lines show it."""
    return repr(_context(number).opts[option])


def template_args(number):
    """The names that `configure(template_args=..)` gives the template."""
    return _context(number).opts.get("template_args") or {}
