"""Renderers that scripts register for their own operations."""

from ..util.langhelpers import Dispatcher

renderers = Dispatcher()


def render_op(autogen_context, operation):
    """The lines that the registered renderer gives for an operation."""
    lines = renderers.dispatch(operation)(autogen_context, operation)
    return [lines] if isinstance(lines, str) else list(lines)


def render_op_text(autogen_context, operation):
    return "\n".join(render_op(autogen_context, operation))


def _indent(text):
    return "\n".join("    " + line if line.strip() else line for line in text.splitlines())
