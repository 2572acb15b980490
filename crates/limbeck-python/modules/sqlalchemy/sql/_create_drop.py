"""`create()` and `drop()` of schema items."""

from ._schema_item import fire
from ._table_order import sort_tables_and_constraints
from .base import for_dialect
from .ddl import (
    AddConstraint, CheckFirst, CreateIndex, CreateSequence, DropConstraint, DropIndex, DropSequence,
    DropTable, create_table_operation, create_type_operation, drop_type_operation,
)


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
