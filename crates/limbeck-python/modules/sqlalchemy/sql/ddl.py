"""DDL as statements, and `create()`/`drop()` of schema items.

Each becomes one of the operations that Rust compiles.
"""

from ._schema_item import DialectKWArgs, SchemaVisitable, argument_error, fire
from .base import HOOKS, Executable, current_dialect, for_dialect, quoted_name
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
            self.string = element.__limbeck__()["sql"]

    def __str__(self):
        return self.string


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


class _Unsupported(_OfElement):
    """A statement that Limbeck has no words for."""

    def __init__(self, *args, **kw):
        raise NotImplementedError(
            f"{type(self).__name__} is not supported; write the statement with op.execute()"
        )


class _OfQuery(DialectKWArgs, ExecutableDDLElement):
    """A table or view that is made of a query."""

    def __init__(self, selectable, name, metadata, schema, temporary, options):
        from .schema import Column, MetaData, Table

        self.selectable = selectable
        self.schema = schema
        self.temporary = bool(temporary)
        self.metadata = MetaData() if metadata is None else metadata
        columns = [
            Column(column.name, column.type) for column in selectable.selected_columns
        ]
        self.element = self.table = Table(name, self.metadata, *columns, schema=schema)
        self._validate_dialect_kwargs(options)

    def _made(self, *words):
        words = " ".join(word for word in ("CREATE", *words) if word)
        table = {"from": "table", "name": self.table.name, "schema": self.table.schema}
        parts = [
            words + " ", {"table": table}, " AS ", {"query": self.selectable, "literal_binds": True},
        ]
        return {"statement": "fragments", "parts": parts}

    compile = Executable.compile
    __str__ = Executable.__str__


class CreateView(_OfQuery):
    """CREATE VIEW of a query; `table` is the view as a table."""

    __visit_name__ = "create_view"

    def __init__(self, selectable, view_name, *, metadata=None, schema=None, temporary=False,
                 or_replace=False, materialized=False, **options):
        super().__init__(selectable, view_name, metadata, schema, temporary, options)
        self.or_replace = bool(or_replace)
        self.materialized = bool(materialized)

    def _wire(self):
        return self._made(
            self.or_replace and "OR REPLACE", self.temporary and "TEMPORARY",
            self.materialized and "MATERIALIZED", "VIEW",
        )


class DropView(_OfElement):
    __visit_name__ = "drop_view"

    def __init__(self, element, *, if_exists=False, materialized=False):
        super().__init__(element, if_exists=if_exists)
        self.materialized = bool(materialized)

    def _wire(self):
        words = ["\nDROP", self.materialized and "MATERIALIZED", "VIEW",
                 self.if_exists and "IF EXISTS", ""]
        words = " ".join(word for word in words if word is not False)
        table = {"from": "table", "name": self.element.name, "schema": self.element.schema}
        return {"statement": "fragments", "parts": [words, {"table": table}]}

    compile = Executable.compile
    __str__ = Executable.__str__


class CreateTableAs(_OfQuery):
    """CREATE TABLE of a query; `table` is what it makes."""

    __visit_name__ = "create_table_as"

    def __init__(self, selectable, table_name, *, metadata=None, schema=None, temporary=False,
                 if_not_exists=False, **options):
        super().__init__(selectable, table_name, metadata, schema, temporary, options)
        self.if_not_exists = bool(if_not_exists)

    def _wire(self):
        return self._made(
            self.temporary and "TEMPORARY", "TABLE", self.if_not_exists and "IF NOT EXISTS"
        )


class SetConstraintComment(_Unsupported):
    pass


class DropConstraintComment(_Unsupported):
    pass


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


class _Runner:
    """`with _Runner(bind) as runner:` operations run on a connection of the bind's."""

    def __init__(self, bind):
        self.bind = bind
        self._entered = None

    def __enter__(self):
        bind = self.bind
        if not hasattr(bind, "execute") and hasattr(bind, "begin"):
            self._entered = bind.begin()
            bind = self._entered.__enter__()
        self.connection = bind
        self.checks = not getattr(bind, "_is_offline", False)
        return self

    def __exit__(self, *raised):
        if self._entered is not None:
            return self._entered.__exit__(*raised)

    @property
    def dialect(self):
        return self.connection.dialect

    def invoke(self, make):
        """Runs what `make()` gives, built for the connection's dialect."""
        with for_dialect(self.dialect):
            self.connection._invoke_operation(make())

    def inspector(self):
        from ..inspection import inspect

        return inspect(self.connection)

    def has_table(self, table):
        return self.inspector().has_table(table.name, schema=table.schema)

    def has_type(self, type_):
        return self.dialect.has_type(self.connection, type_.name, schema=type_.schema)

    def has_sequence(self, sequence):
        return self.inspector().has_sequence(sequence.name, schema=sequence.schema)

    def has_index(self, index):
        return self.inspector().has_index(index.table.name, index.name, schema=index.table.schema)


class _TypesExist:
    """While entered, tables are described without asking for their types to be created."""

    def __init__(self, types):
        self.types = types

    def __enter__(self):
        self.before = [type_.create_type for type_ in self.types]
        for type_ in self.types:
            type_.create_type = False

    def __exit__(self, *raised):
        for type_, before in zip(self.types, self.before):
            type_.create_type = before


def _named_types(table, dialect):
    """The types of a table that are objects of their own on this dialect."""
    if dialect.name != "postgresql":
        return []
    found = []
    for column in table.c:
        type_ = column.type
        while True:
            type_ = type_._variants.get(dialect.name, type_)
            if type_._is_type_decorator:
                type_ = type_.load_dialect_impl(dialect)
            elif type_._is_array:
                type_ = type_.item_type
            else:
                break
        if _is_named_type(type_) and not any(other is type_ for other in found):
            found.append(type_)
    return found


def _is_named_type(type_):
    if type_.__visit_name__ == "DOMAIN":
        return True
    return type_.__visit_name__ == "enum" and type_.native_enum and type_.name is not None


def _create_table_with(runner, table, checkfirst, seen, left_out=()):
    types = _named_types(table, runner.dialect)
    for type_ in types:
        key = (type_.schema, type_.name)
        if type_.create_type and key not in seen:
            seen.add(key)
            if not (runner.checks and checkfirst & CheckFirst.TYPES and runner.has_type(type_)):
                runner.invoke(lambda: create_type_operation(type_))
    fire(table, "before_create", table, runner.connection, checkfirst=bool(checkfirst),
         tables=None)
    with _TypesExist(types):
        runner.invoke(lambda: create_table_operation(table, left_out=left_out))
    fire(table, "after_create", table, runner.connection, checkfirst=bool(checkfirst),
         tables=None)


def create_table(table, bind, checkfirst):
    checkfirst = CheckFirst(checkfirst) if checkfirst is not False else CheckFirst.TYPES
    with _Runner(bind) as runner:
        if runner.checks and checkfirst & CheckFirst.TABLES and runner.has_table(table):
            return
        _create_table_with(runner, table, checkfirst, set())


def drop_table(table, bind, checkfirst):
    with _Runner(bind) as runner:
        if runner.checks and checkfirst and not runner.has_table(table):
            return
        fire(table, "before_drop", table, runner.connection, checkfirst=checkfirst, tables=None)
        runner.invoke(lambda: DropTable(table)._operation())
        fire(table, "after_drop", table, runner.connection, checkfirst=checkfirst, tables=None)


def create_all(metadata, bind, tables, checkfirst):
    checkfirst = CheckFirst(checkfirst)
    chosen = list(metadata.tables.values() if tables is None else tables)
    with _Runner(bind) as runner:
        if checkfirst & CheckFirst.TABLES and runner.checks:
            chosen = [table for table in chosen if not runner.has_table(table)]
        *pairs, (_, later) = sort_tables_and_constraints(chosen)
        alters = runner.dialect.name != "sqlite"
        chosen = [table for table, _ in pairs]
        seen = set()
        fire(metadata, "before_create", metadata, runner.connection, tables=chosen,
             checkfirst=bool(checkfirst))
        if tables is None and runner.dialect.name == "postgresql":
            for type_ in list(metadata._objects):
                _create_metadata_type(runner, type_, checkfirst, seen)
        for sequence in list(metadata._sequences.values()) if tables is None else ():
            _create_metadata_sequence(runner, sequence, checkfirst)
        for table in chosen:
            _create_table_with(runner, table, checkfirst, seen, later if alters else ())
        for constraint in later if alters else ():
            runner.invoke(lambda: AddConstraint(constraint)._operation())
        fire(metadata, "after_create", metadata, runner.connection, tables=chosen,
             checkfirst=bool(checkfirst))


def _create_metadata_type(runner, type_, checkfirst, seen):
    if type_.__visit_name__ == "sequence" or not _is_named_type(type_) or not type_.create_type:
        return
    key = (type_.schema, type_.name)
    if key in seen:
        return
    seen.add(key)
    if not (runner.checks and checkfirst & CheckFirst.TYPES and runner.has_type(type_)):
        runner.invoke(lambda: create_type_operation(type_))


def _create_metadata_sequence(runner, sequence, checkfirst):
    if runner.dialect.name not in ("postgresql", "mariadb"):
        return
    if sequence.optional and runner.dialect.name == "postgresql":
        return
    if not (runner.checks and checkfirst & CheckFirst.SEQUENCES and runner.has_sequence(sequence)):
        runner.invoke(lambda: CreateSequence(sequence)._operation())


def drop_all(metadata, bind, tables, checkfirst):
    checkfirst = CheckFirst(checkfirst)
    chosen = list(metadata.tables.values() if tables is None else tables)
    with _Runner(bind) as runner:
        if checkfirst & CheckFirst.TABLES and runner.checks:
            chosen = [table for table in chosen if runner.has_table(table)]
        first, chosen = _drop_order(chosen, runner.dialect)
        fire(metadata, "before_drop", metadata, runner.connection, tables=chosen,
             checkfirst=bool(checkfirst))
        for constraint in first:
            runner.invoke(lambda: DropConstraint(constraint)._operation())
        for table in chosen:
            drop_table(table, runner.connection, False)
        if tables is None:
            for sequence in metadata._sequences.values():
                if runner.dialect.name in ("postgresql", "mariadb") and not sequence.optional:
                    if not runner.checks or runner.has_sequence(sequence):
                        runner.invoke(lambda: DropSequence(sequence)._operation())
            if runner.dialect.name == "postgresql":
                for type_ in list(metadata._objects):
                    if type_.__visit_name__ != "sequence" and _is_named_type(type_):
                        if type_.create_type:
                            drop_named_type(type_, runner.connection, True)
        fire(metadata, "after_drop", metadata, runner.connection, tables=chosen,
             checkfirst=bool(checkfirst))


def _drop_order(tables, dialect):
    """(the foreign keys that go before any table, the tables in the order in which they go)"""
    from ..exc import CircularDependencyError

    alters = dialect.name != "sqlite"

    def stays(constraint):
        return False if not alters or constraint.name is None else None

    try:
        *pairs, (_, first) = sort_tables_and_constraints(tables, filter_fn=stays)
    except CircularDependencyError as error:
        names = ", ".join(sorted(table.fullname for table in error.cycles))
        what = "Can't sort tables for DROP; an unresolvable foreign key dependency exists between "
        if alters:
            raise CircularDependencyError(
                error.args[0], error.cycles, error.edges, msg=f"{what}tables: {names}.  Please "
                "ensure that the ForeignKey and ForeignKeyConstraint objects involved in the "
                "cycle have names so that they can be dropped using DROP CONSTRAINT.",
            ) from error
        from ..util import warn

        warn(
            f"{what}tables: {names}; and backend does not support ALTER.  To restore at least a "
            "partial sort, apply use_alter=True to ForeignKey and ForeignKeyConstraint objects "
            "involved in the cycle to mark these as known cycles that will be ignored."
        )
        return (), tables
    return first if alters else (), [table for table, _ in pairs][::-1]


def create_index(index, bind, checkfirst):
    with _Runner(bind) as runner:
        if not (runner.checks and checkfirst and runner.has_index(index)):
            runner.invoke(lambda: CreateIndex(index)._operation())


def drop_index(index, bind, checkfirst):
    with _Runner(bind) as runner:
        if not runner.checks or not checkfirst or runner.has_index(index):
            runner.invoke(lambda: DropIndex(index)._operation())


def create_sequence(sequence, bind, checkfirst):
    with _Runner(bind) as runner:
        if not (runner.checks and checkfirst and runner.has_sequence(sequence)):
            runner.invoke(lambda: CreateSequence(sequence)._operation())


def drop_sequence(sequence, bind, checkfirst):
    with _Runner(bind) as runner:
        if not runner.checks or not checkfirst or runner.has_sequence(sequence):
            runner.invoke(lambda: DropSequence(sequence)._operation())


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


def create_named_type(type_, bind, checkfirst):
    """`Enum.create(bind)`: nothing where the dialect has no such types."""
    with _Runner(bind) as runner:
        if runner.dialect.name != "postgresql" or not _is_named_type(type_):
            return
        if not (runner.checks and checkfirst and runner.has_type(type_)):
            runner.invoke(lambda: create_type_operation(type_))


def drop_named_type(type_, bind, checkfirst):
    with _Runner(bind) as runner:
        if runner.dialect.name != "postgresql" or not _is_named_type(type_):
            return
        if not runner.checks or not checkfirst or runner.has_type(type_):
            runner.invoke(lambda: drop_type_operation(type_))


def sort_tables(tables, skip_fn=None, extra_dependencies=None):
    """The tables so that each comes after those it refers to; as they come within a cycle."""
    tables = list(tables)
    known = {table.key: table for table in tables}
    needs = {table.key: [] for table in tables}
    for table in tables:
        for constraint in _foreign_keys(table):
            if constraint.use_alter or (skip_fn is not None and skip_fn(constraint)):
                continue
            schema, name, _ = constraint.elements[0]._effective_target()
            other = f"{schema}.{name}" if schema is not None else name
            if other in known and other != table.key:
                needs[table.key].append(other)
        needs[table.key] += [other.key for other in table._extra_dependencies]
    for first, second in extra_dependencies or ():
        needs[second.key].append(first.key)
    ordered, placed = [], set()
    waiting = list(tables)
    while waiting:
        ready = [
            table for table in waiting
            if all(key in placed or key not in known for key in needs[table.key])
        ]
        # A cycle has no right order: its first table goes as it comes.
        for table in ready or waiting[:1]:
            ordered.append(table)
            placed.add(table.key)
        waiting = [table for table in waiting if table.key not in placed]
    return ordered


def sort_tables_and_constraints(tables, filter_fn=None, extra_dependencies=None):
    """(table, constraints) pairs in order, then (None, constraints that need ALTER)."""
    from ..exc import CircularDependencyError
    from ..util import topological

    tables = list(tables)
    fixed, needs, later = list(extra_dependencies or ()), [], []
    known = {table.key: table for table in tables}
    for table in tables:
        fixed += [(parent, table) for parent in table._extra_dependencies]
        for constraint in _foreign_keys(table):
            if constraint.use_alter or filter_fn is not None and filter_fn(constraint) is True:
                later.append(constraint)
                continue
            other = _referred(constraint, known)
            if other is not None and other is not table:
                needs.append((other, table))
    try:
        ordered = list(topological.sort([*fixed, *needs], tables))
    except CircularDependencyError as error:
        within = [
            constraint
            for table in tables if table in error.cycles
            for constraint in _foreign_keys(table)
            if filter_fn is None or filter_fn(constraint) is not False
        ]
        gone = [(_referred(each, known), each.table) for each in within]
        later += [constraint for constraint in within if constraint not in later]
        needs = [pair for pair in needs if pair not in gone]
        ordered = list(topological.sort([*fixed, *needs], tables))
    return [
        *((table, table.foreign_key_constraints.difference(later)) for table in ordered),
        (None, later),
    ]


def _foreign_keys(table):
    return sorted(table.foreign_key_constraints, key=lambda item: item._creation_order)


def _referred(constraint, known):
    schema, name, _ = constraint.elements[0]._effective_target()
    return known.get(name if schema is None else f"{schema}.{name}")
