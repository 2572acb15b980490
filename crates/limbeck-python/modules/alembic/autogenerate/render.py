"""Renderers that scripts register for their own operations, and those that they build on."""

from ..util.langhelpers import Dispatcher

renderers = Dispatcher()


def render_op(autogen_context, operation):
    """The lines of an operation: of the registered renderer, or as they are without one."""
    found = renderers.find(operation)
    if found is None:
        return [_as_usual(autogen_context, operation)]
    lines = found(autogen_context, operation)
    return [lines] if isinstance(lines, str) else list(lines)


def render_op_text(autogen_context, operation):
    return "\n".join(render_op(autogen_context, operation))


def _as_usual(autogen_context, operation):
    """The text of an operation as Limbeck writes it; what it imports goes to the context."""
    from ._run import render_operation

    return render_operation(autogen_context, operation)


_add_table = _drop_table = _add_column = _drop_column = _alter_column = _as_usual
_add_index = _drop_index = _drop_constraint = _add_unique_constraint = _as_usual
_add_fk_constraint = _add_check_constraint = _execute_sql = _as_usual
_render_create_table_comment = _render_drop_table_comment = _as_usual


def _add_pk_constraint(constraint, autogen_context):
    raise NotImplementedError()


def _render_column(column, autogen_context, namespace_metadata=None):
    """`sa.Column(..)`"""
    from ..operations.ops import AddColumnOp

    text = _as_usual(autogen_context, AddColumnOp("t", column))
    return text[text.index("'t', ") + len("'t', "):-1]


def _told_of_column(autogen_context, type_, **kw):
    from sqlalchemy.sql.schema import Column

    text = _render_column(Column("c", type_, **kw), autogen_context)
    return text[text.index("'c', ") + len("'c', "):-1]


def _repr_type(type_, autogen_context, _skip_variants=False):
    """The type as a script has it."""
    from sqlalchemy.sql.type_api import to_instance

    text = _told_of_column(autogen_context, to_instance(type_))
    return text[:text.rindex(", nullable=")]


def _render_server_default(default, autogen_context, repr_=True):
    from sqlalchemy.sql.sqltypes import Integer

    if default is None:
        return None
    text = _told_of_column(autogen_context, Integer(), server_default=default)
    mark = "server_default="
    if mark not in text:
        mark = "Integer(), "
    return text[text.index(mark) + len(mark):text.rindex(", nullable=")]


def _user_defined_render(type_, object_, autogen_context):
    """What the project's `render_item` makes of an object, False where it does not care."""
    render = autogen_context.opts.get("render_item")
    return render(type_, object_, autogen_context) if render else False


def _alembic_autogenerate_prefix(autogen_context):
    return autogen_context.opts.get("alembic_module_prefix", "op.") or ""


def _sqlalchemy_autogenerate_prefix(autogen_context):
    return autogen_context.opts.get("sqlalchemy_module_prefix", "sa.") or ""


def _ident(name):
    return None if name is None else str(name)


def _indent(text):
    return "\n".join("    " + line if line.strip() else line for line in text.splitlines())
