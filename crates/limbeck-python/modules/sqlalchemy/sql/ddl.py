"""DDL as statements.

Each becomes one of the operations that Rust compiles.
"""

from ._schema_item import DialectKWArgs, SchemaVisitable, argument_error
from .base import HOOKS, Executable, current_dialect, for_dialect
from .type_api import present


class CheckFirst(int):
    """What to look for in the database before creating or dropping it."""

    def __new__(cls, value):
        if value is True:
            value = 31
        return int.__new__(cls, int(value))

    def __or__(self, other):
        return CheckFirst(int(self) | int(other))

    def __and__(self, other):
        return CheckFirst(int(self) & int(other))


CheckFirst.NONE = CheckFirst(0)
CheckFirst.TABLES = CheckFirst(1)
CheckFirst.VIEWS = CheckFirst(2)
CheckFirst.INDEXES = CheckFirst(4)
CheckFirst.SEQUENCES = CheckFirst(8)
CheckFirst.TYPES = CheckFirst(16)
CheckFirst.ALL = CheckFirst(31)


class BaseDDLElement(SchemaVisitable, Executable):
    """A DDL statement."""

    __visit_name__ = "ddl_element"
    _is_ddl = True
    _own_dialects = ()
    target = None
    on = dialect = callable_ = state = None

    def _operation(self):
        """The operation that says what this statement says."""
        return None

    def _wire(self):
        operation = self._operation()
        if operation is None:
            from ..exc import UnsupportedCompilationError

            raise UnsupportedCompilationError(self, type(self))
        return {"statement": "raw", "sql": _compiled(operation, current_dialect())}

    def compile(self, bind=None, dialect=None, **kw):
        dialect = dialect or getattr(bind, "dialect", None) or current_dialect()
        return _CompiledDDL(self, dialect)

    def __str__(self):
        return str(self.compile())


class _CompiledDDL:
    """The text of a DDL statement."""

    def __init__(self, element, dialect):
        self.statement = element
        self.dialect = dialect
        self.params = {}
        with for_dialect(dialect):
            wire = element.__limbeck__()
            self.string = wire["sql"] if "sql" in wire else _spelled(wire, dialect)

    def __str__(self):
        return self.string


def _spelled(wire, dialect):
    """The text of what a function of `@compiles` made, with the parts that Rust spells."""
    from ._compiled import call, request

    return call(request(wire, dialect, "text"))["sql"]


def _compiled(operation, dialect):
    import _limbeck

    from ._compiled import dialect_wire

    payload = {"operation": operation, "dialect": dialect_wire(dialect)}
    return _limbeck.call("compile.operation", payload)["sql"]


class ExecutableDDLElement(BaseDDLElement):
    """Base of DDL statements, also of those that scripts define with `@compiles`."""

    def against(self, target):
        copied = self._clone()
        copied.target = target
        return copied

    def execute_if(self, dialect=None, callable_=None, state=None):
        copied = self._clone()
        copied.dialect, copied.callable_, copied.state = dialect, callable_, state
        return copied

    def _should_execute(self, target, bind, **kw):
        if self.dialect is not None:
            names = (self.dialect,) if isinstance(self.dialect, str) else self.dialect
            if bind.dialect.name not in names:
                return False
        if self.callable_ is not None:
            return self.callable_(self, target, bind, state=self.state, **kw)
        return True

    def __call__(self, target, bind, **kw):
        """As a listener of `after_create` and its like."""
        if self._should_execute(target, bind, **kw):
            bind.execute(self.against(target))


DDLElement = ExecutableDDLElement
InvokeDDLBase = BaseDDLElement


class DDL(ExecutableDDLElement):
    """SQL as written; `%(table)s`, `%(schema)s` and `%(fullname)s` name the target."""

    __visit_name__ = "ddl"

    def __init__(self, statement, context=None):
        if not isinstance(statement, str):
            raise argument_error(
                f"Expected a string or unicode SQL statement, got '{statement!r}'"
            )
        self.statement = statement
        self.context = context or {}

    def _wire(self):
        values = dict(self.context)
        target = self.target
        if target is not None and hasattr(target, "name"):
            schema = getattr(target, "schema", None)
            values.setdefault("table", str(target.name))
            values.setdefault("schema", str(schema or ""))
            values.setdefault("fullname", f"{schema}.{target.name}" if schema else target.name)
        return {"statement": "raw", "sql": self.statement % values}

    def __repr__(self):
        return f"<{type(self).__name__}@{id(self)}; {self.statement!r}>"


class _OfElement(ExecutableDDLElement):
    """A statement about one schema item."""

    def __init__(self, element, if_exists=False, if_not_exists=False):
        self.element = self.target = element
        self.if_exists = if_exists
        self.if_not_exists = if_not_exists


# The names that packages derive statements of their own from.
_CreateDropBase = _CreateBase = _DropBase = _OfElement


class CreateTable(_OfElement):
    __visit_name__ = "create_table"

    def __init__(self, element, include_foreign_key_constraints=None, if_not_exists=False):
        super().__init__(element, if_not_exists=if_not_exists)
        self.include_foreign_key_constraints = include_foreign_key_constraints

    @property
    def _left_out(self):
        """The foreign keys that the statement leaves for others to add."""
        included = self.include_foreign_key_constraints
        if included is None:
            return ()
        return self.element.foreign_key_constraints.difference(included)

    def _operation(self):
        return create_table_operation(
            self.element, self.if_not_exists, only_table=True, left_out=self._left_out
        )


class DropTable(_OfElement):
    __visit_name__ = "drop_table"

    def __init__(self, element, if_exists=False):
        super().__init__(element, if_exists=if_exists)

    def _operation(self):
        return present(op="drop_table", name=self.element.name, schema=self.element.schema,
                       if_exists=self.if_exists)


class CreateIndex(_OfElement):
    __visit_name__ = "create_index"

    def __init__(self, element, if_not_exists=False):
        super().__init__(element, if_not_exists=if_not_exists)

    def _operation(self):
        return present(op="create_index", index=self.element._wire_named(),
                       if_not_exists=self.if_not_exists)


class DropIndex(_OfElement):
    __visit_name__ = "drop_index"

    def __init__(self, element, if_exists=False):
        super().__init__(element, if_exists=if_exists)

    def _operation(self):
        return drop_index_operation(self.element, self.if_exists)


class AddConstraint(_OfElement):
    __visit_name__ = "add_constraint"

    def __init__(self, element, *, isolate_from_table=True):
        super().__init__(element)
        element._isolated = element._isolated or isolate_from_table

    def _operation(self):
        table = self.element.table
        return {
            "op": "create_constraint", "table": table.name, "schema": table.schema,
            "constraint": self.element._wire_named(),
        }


class DropConstraint(_OfElement):
    __visit_name__ = "drop_constraint"
    _own_dialects = ("mysql", "mariadb")

    def __init__(self, element, *, cascade=False, if_exists=False, isolate_from_table=False, **kw):
        super().__init__(element, if_exists=if_exists)
        element._isolated = element._isolated or isolate_from_table
        self.cascade = cascade

    def _operation(self):
        wire = self.element._wire_named()
        kind = {"foreign_key": "foreignkey", "primary_key": "primary"}
        return present(
            op="drop_constraint", name=wire.get("name"), table=self.element.table.name,
            schema=self.element.table.schema, type=kind.get(wire["kind"], wire["kind"]),
            if_exists=self.if_exists or None,
        )


class CreateSchema(_OfElement):
    __visit_name__ = "create_schema"

    def __init__(self, name, if_not_exists=False):
        super().__init__(name, if_not_exists=if_not_exists)

    def _operation(self):
        return present(op="create_schema", name=self.element, if_not_exists=self.if_not_exists)


class DropSchema(_OfElement):
    __visit_name__ = "drop_schema"

    def __init__(self, name, cascade=False, if_exists=False):
        super().__init__(name, if_exists=if_exists)
        self.cascade = cascade

    def _operation(self):
        return present(op="drop_schema", name=self.element, if_exists=self.if_exists,
                       cascade=self.cascade)


class CreateSequence(_OfElement):
    __visit_name__ = "create_sequence"

    def _operation(self):
        return present(op="create_sequence", sequence=self.element._sequence_wire(),
                       if_not_exists=self.if_not_exists)


class DropSequence(_OfElement):
    __visit_name__ = "drop_sequence"

    def _operation(self):
        return present(op="drop_sequence", sequence=self.element._sequence_wire(),
                       if_exists=self.if_exists)


class CreateColumn(BaseDDLElement):
    """A column inside CREATE TABLE."""

    __visit_name__ = "create_column"
    supports_execution = False

    def __init__(self, element):
        self.element = element

    def _wire(self):
        from ._custom_ddl import parts_of
        from .schema import MetaData, Table

        column = self.element
        table = getattr(column, "table", None)
        if table is None:
            table = Table("", MetaData(), column._copy())
        for part in parts_of(table, current_dialect())["columns"]:
            if part["name"] == column.name:
                return {"statement": "raw", "sql": part["specification"] + part["checks"]}
        raise argument_error(f"{table.name} has no column {column.name}")


class SetTableComment(_OfElement):
    __visit_name__ = "set_table_comment"

    def _operation(self):
        return present(op="create_table_comment", table=self.element.name,
                       schema=self.element.schema, comment=self.element.comment)


class DropTableComment(_OfElement):
    __visit_name__ = "drop_table_comment"

    def _operation(self):
        return present(op="drop_table_comment", table=self.element.name,
                       schema=self.element.schema)


class SetColumnComment(_OfElement):
    __visit_name__ = "set_column_comment"

    def _operation(self):
        column = self.element
        return present(op="alter_column", table=column.table.name, column=column.name,
                       schema=column.table.schema, comment={"to": column.comment},
                       existing_type=column.type)

    def _wire(self):
        dialect = current_dialect()
        if dialect is None or dialect.name not in ("mysql", "mariadb"):
            return super()._wire()
        # These keep a comment within the column, which has to be said again as a whole.
        column = self.element
        table = {"from": "table", "name": column.table.name, "schema": column.table.schema}
        name = dialect.identifier_preparer.quote(column.name)
        specification = CreateColumn(column)._wire()["sql"]
        parts = ["ALTER TABLE ", {"table": table}, f" CHANGE {name} {specification}"]
        return {"statement": "fragments", "parts": parts}


class DropColumnComment(SetColumnComment):
    __visit_name__ = "drop_column_comment"

    def _operation(self):
        return {**super()._operation(), "comment": {"to": None}}

    def _wire(self):
        column = self.element
        comment, column.comment = column.comment, None
        try:
            return super()._wire()
        finally:
            column.comment = comment


class SetConstraintComment(_OfElement):
    __visit_name__ = "set_constraint_comment"
    _is_said = True

    def _operation(self):
        return None

    def _wire(self):
        from .elements import literal

        constraint, dialect = self.element, current_dialect()
        if getattr(dialect, "name", None) != "postgresql":
            from ..exc import UnsupportedCompilationError

            raise UnsupportedCompilationError(dialect, type(self))
        comment = "NULL"
        if self._is_said:
            options = {"literal_binds": True}
            comment = literal(constraint.comment).compile(dialect=dialect, compile_kwargs=options)
        name = dialect.identifier_preparer.format_constraint(constraint)
        table = {"from": "table", "name": constraint.table.name, "schema": constraint.table.schema}
        parts = [f"COMMENT ON CONSTRAINT {name} ON ", {"table": table}, f" IS {comment}"]
        return {"statement": "fragments", "parts": parts}


class DropConstraintComment(SetConstraintComment):
    __visit_name__ = "drop_constraint_comment"
    _is_said = False


class SchemaVisitor:
    """Kept as a name."""


def create_table_operation(table, if_not_exists=False, only_table=False, left_out=()):
    if table._limbeck_lacks is not None:
        table._limbeck_lacks._limbeck_fail("as the base of a table")
    wire = table._schema_wire(left_out=left_out)
    operation = present(
        op="create_table", table=wire, if_not_exists=if_not_exists, alone=only_table
    )
    if HOOKS and not only_table:
        from ._custom import respell_table

        respell_table(operation, table, if_not_exists, left_out)
    return operation


def drop_index_operation(index, if_exists=False):
    wire = index._wire_named()
    return present(op="drop_index", name=wire["name"], table=wire["table"], schema=wire["schema"],
                   if_exists=if_exists or None, options=wire["options"])


def create_type_operation(type_):
    if type_.__visit_name__ == "DOMAIN":
        return {"op": "execute", "statement": {"statement": "raw", "sql": type_._create_sql()}}
    return {"op": "create_enum", **_enum_wire(type_)}


def drop_type_operation(type_):
    if type_.__visit_name__ == "DOMAIN":
        return {"op": "execute", "statement": {"statement": "raw", "sql": type_._drop_sql()}}
    return {"op": "drop_enum", **_enum_wire(type_)}


def _enum_wire(type_):
    wire = type_._wire()
    del wire["type"]
    return wire


_HOMES = {
    "CreateTableAs": "_ddl_of_queries", "CreateView": "_ddl_of_queries",
    "DropView": "_ddl_of_queries", "sort_tables": "_table_order",
    "sort_tables_and_constraints": "_table_order",
}

# What `import *` takes, also where it is not loaded yet.
__all__ = [name for name in (*globals(), *_HOMES) if not name.startswith("_")]


def __getattr__(name):
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(__import__(f"sqlalchemy.sql.{home}", None, None, ("*",), 0), name)
