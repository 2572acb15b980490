"""Sends what a flush found: INSERT, UPDATE and DELETE of objects, and of rows by attribute."""

from itertools import groupby

import _limbeck

from ..sql.dml import Delete, Insert, Update
from ..sql.elements import BindParameter
from ._inserts import hold_expressions, holds_expression, is_expression
from .base import NO_VALUE
from .state import STATE, state_of


def changes(instance):
    """The values that are not what the database has, by attribute."""
    return _limbeck.changed(instance, type(instance).__mapper__.facts.keys)


def insert_values(session, mapper, values, nulls=False):
    """Inserts a row into each table of the mapper; the generated primary key by attribute.

    None is left to the column's default, unless `nulls` says that it is a value.
    """
    made = {}
    connection = session.connection()
    for table in mapper.tables:
        row, given, plan = {}, {**values, **made}, mapper.facts.plan(table)
        for key, name, may_be_left in plan.written:
            value = given.get(key, NO_VALUE)
            if value is not NO_VALUE and (value is not None or nulls or not may_be_left):
                row[name] = value
        for name, key in plan.referring:
            if name not in row and given.get(key) is not None:
                row[name] = given[key]
        if row and not holds_expression(row.values()):
            result = connection.execute(Insert(table), row)
        else:
            result = connection.execute(Insert(table).values(row))
        keys = getattr(result, "inserted_primary_key", None) or ()
        for column, value in zip(table.primary_key, keys):
            key = mapper.key_of(column)
            if key is not None and values.get(key) is None and value is not None:
                made[key] = value
    return made


def write_changes(session, pairs):
    """Sends UPDATEs for `(object, its changes)`, and gives the objects whose keys changed.

    Neighbours whose same attributes changed share a statement.
    """
    moved = []
    for alike in _limbeck.alike(pairs):
        first, names = alike[0]
        mapper = type(first).__mapper__
        if not mapper.facts.key.isdisjoint(names):
            moved += [instance for instance, _ in alike]
        if mapper.version_id_col is not None:
            alike = [(item, _with_version(item, changed)) for item, changed in alike]
        if not hold_expressions([changed for _, changed in alike]):
            _update_alike(session, mapper, alike)
            continue
        for is_sql, some in groupby(alike, key=lambda pair: holds_expression(pair[1].values())):
            if not is_sql:
                _update_alike(session, mapper, list(some))
                continue
            for instance, changed in some:
                _update(session, instance, changed)
    return moved


def _update_alike(session, mapper, pairs):
    if mapper.version_id_col is not None or mapper.updated_keys:
        update_values(session, mapper, [(_where(item), changed) for item, changed in pairs])
        for instance, changed in pairs:
            _now_stored(instance, changed)
            _expire_updated(instance, changed)
        return
    rows = [(item.__dict__[STATE].identity, changed) for item, changed in pairs]
    update_values(session, mapper, rows)
    _limbeck.stored(pairs)


def _with_version(instance, changed):
    """The changes and the version that comes with them."""
    mapper = type(instance).__mapper__
    if not mapper.counts_versions or mapper.version_key in changed:
        return changed
    return {**changed, mapper.version_key: mapper.next_version(_version(instance, mapper))}


def _version(instance, mapper):
    """The version that was read, which of an expired object is read again."""
    key = mapper.version_key
    if key not in (state_of(instance).stored or {}):
        getattr(instance, key)
    return (state_of(instance).stored or {}).get(key)


def _where(instance):
    """What an object's row is known by: its identity, and the version that was read."""
    mapper, identity = type(instance).__mapper__, state_of(instance).identity
    if mapper.version_id_col is None:
        return identity
    return *identity, _version(instance, mapper)


def _known_by(mapper, table):
    """The columns that `_where` has values for."""
    columns = tuple(table.primary_key)
    version = mapper.version_id_col
    return columns if version is None or version.table is not table else (*columns, version)


def _now_stored(instance, changed):
    state = state_of(instance)
    state.stored = {**(state.stored or {}), **changed}
    version = type(instance).__mapper__.version_key
    if version in changed:
        instance.__dict__[version] = changed[version]


def _expire_updated(instance, changed):
    """What an UPDATE set by itself is read again."""
    state = state_of(instance)
    for key in type(instance).__mapper__.updated_keys:
        if key not in changed:
            instance.__dict__.pop(key, None)
            state.stored.pop(key, None)


def _update(session, instance, changed):
    mapper = type(instance).__mapper__
    state = state_of(instance)
    changed = _with_version(instance, changed)
    update_values(session, mapper, [(_where(instance), changed)])
    _now_stored(instance, changed)
    for key, value in changed.items():
        if is_expression(value):
            instance.__dict__.pop(key, None)
            state.stored.pop(key, None)
    _expire_updated(instance, changed)


def update_values(session, mapper, rows):
    """Writes `(_where of an object, values by attribute)`, which have values for the same."""
    for part in mapper.facts.updates(tuple(rows[0][1])):
        if len(rows) == 1:
            part.send(session, *rows[0])
        else:
            part.send_each(session, part.sets(rows))


def update_sets(session, mapper, names, sets):
    """The same for sets of values by attribute, the key among them, of a class with one table."""
    known = mapper.identity_keys
    parts = mapper.facts.updates(tuple([name for name in names if name not in known]))
    for part in parts:
        places = [*zip(part.known, known), *part.values]
        part.send_each(session, [{name: given[key] for name, key in places} for given in sets])


class TableUpdate:
    """The UPDATE of one table that sets the same attributes of objects of one class."""

    def __init__(self, mapper, table, names):
        self.table = table
        self.columns = _known_by(mapper, table)
        # Columns by attribute.
        self.names = names
        self.known = [_KEY + column.key for column in self.columns]
        self.values = [(_VALUE + name, key) for key, name in names.items()]

    @classmethod
    def parts(cls, mapper, keys):
        """One for each table that has columns of these attributes."""
        for table in mapper.tables:
            names = {
                key: column.key
                for key in keys
                for column in mapper._props[key].columns
                if getattr(column, "table", None) is table
            }
            if names:
                yield cls(mapper, table, names)

    def send(self, session, known, values):
        statement = self._where(known).values({
            name: values[key] for key, name in self.names.items()
        })
        self._check(session.connection().execute(statement), 1)

    def send_each(self, session, sets):
        columns = [self.table.c[name] for name in self.names.values()]
        statement = self._where([
            BindParameter(name, type_=column.type) for name, column in zip(self.known, self.columns)
        ]).values({
            column.key: BindParameter(_VALUE + column.key, type_=column.type) for column in columns
        })
        self._check(session.connection().execute(statement, sets), len(sets))

    def sets(self, rows):
        made = []
        for known, values in rows:
            row = {name: values[key] for name, key in self.values}
            row.update(zip(self.known, known))
            made.append(row)
        return made

    def _where(self, known):
        statement = Update(self.table)
        for column, value in zip(self.columns, known):
            statement = statement.where(column == value)
        return statement

    def _check(self, result, wanted):
        found = getattr(result, "rowcount", wanted)
        if found == 0 or wanted > 1 and -1 < found < wanted:
            from .exc import StaleDataError

            raise StaleDataError(
                f"UPDATE statement on table '{self.table.name}' expected to update {wanted} "
                f"row(s); {found} were matched."
            )


# Parameters of an UPDATE for several rows, told from the columns of the same name.
_KEY, _VALUE = "key_of_", "value_of_"


def delete_object(session, instance):
    mapper = type(instance).__mapper__
    known = _where(instance)
    for table in reversed(mapper.tables):
        statement = Delete(table)
        columns = _known_by(mapper, table)
        for column, value in zip(columns, known):
            statement = statement.where(column == value)
        found = session.connection().execute(statement).rowcount
        if found == 0 and len(columns) > len(table.primary_key):
            from .exc import StaleDataError

            raise StaleDataError(
                f"DELETE statement on table '{table.name}' expected to delete 1 row(s); 0 were "
                "matched."
            )
