"""What functions of `@compiles` for DDL are given, and the columns that they spell."""

from ._custom import HOOKS, Compiler, _function, _text
from ._schema_constraints import Constraint
from .ddl import CreateColumn, _compiled


def parts_of(table, dialect, left_out=()):
    """The columns and constraints of CREATE TABLE, each as text."""
    import _limbeck

    from ._compiled import dialect_wire

    payload = {"table": table._schema_wire(left_out=left_out), "dialect": dialect_wire(dialect)}
    return _limbeck.call("compile.table", payload)


class DDLCompiler(Compiler):
    """Stands for SQLAlchemy's compiler of DDL."""

    def _parts_of(self, column):
        table = column.table
        if table is None:
            from .schema import MetaData, Table

            column = column._copy()
            table = Table("t", MetaData(), column)
        parts = parts_of(table, self.dialect)["columns"]
        return next(part for part in parts if part["name"] == str(column.name))

    def get_column_specification(self, column, **kw):
        return self._parts_of(column)["specification"]

    def get_column_default_string(self, column):
        return self._parts_of(column)["default"]

    def visit_create_column(self, create, first_pk=False, **kw):
        column = create.element
        if column.system:
            return None
        parts = self._parts_of(column)
        return parts["specification"] + parts["checks"]

    def process(self, element, **kw):
        if isinstance(element, CreateColumn):
            return column_text(element.element, self.dialect)
        if isinstance(element, Constraint):
            return self._constraint(element)
        return super().process(element, **kw)

    def _constraint(self, constraint):
        # That of a column is the column's.
        parent = constraint.parent
        table = getattr(parent, "table", parent)
        operation = {
            "op": "create_constraint", "table": table.name, "schema": table.schema,
            "constraint": constraint._wire_named(),
        }
        text = _compiled(operation, self.dialect)
        return text[len(f"ALTER TABLE {self.preparer.format_table(table)} ADD "):]


def column_text(column, dialect):
    """A column of CREATE TABLE in the words of the function that is registered for it."""
    element = CreateColumn(column)
    _, function = _function(HOOKS.get(CreateColumn, {}))
    if function is None:
        return DDLCompiler(dialect).visit_create_column(element)
    return _text(function, element, dialect)


def with_columns(text, table, dialect, left_out=()):
    """CREATE TABLE with its columns as the function registered for them spells each."""
    parts = parts_of(table, dialect, left_out)
    rest = parts["constraints"]
    plain = [part["specification"] + part["checks"] for part in parts["columns"]]
    shown = [column for column in table.c if not column.system]
    own = [column_text(column, dialect) for column in shown]
    own = [spelled for spelled in own if spelled is not None]
    return text.replace(_inside([*plain, *rest]), _inside([*own, *rest]), 1)


def _inside(lines):
    return "(" + ", ".join("\n\t" + line for line in lines) + "\n)"
