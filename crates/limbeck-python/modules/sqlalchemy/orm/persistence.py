"""Sends what a flush found: INSERT, UPDATE and DELETE of objects, and of rows by attribute."""

from ..sql.dml import Delete, Insert, Update
from ..sql.elements import BindParameter
from .base import NO_VALUE
from .state import state_of


def changes(instance):
    """The values that are not what the database has, by attribute."""
    state = state_of(instance)
    stored = state.stored or {}
    found = {}
    for key, prop in type(instance).__mapper__._props.items():
        if not prop.columns or key not in instance.__dict__:
            continue
        value = instance.__dict__[key]
        before = stored.get(key, NO_VALUE)
        if before is NO_VALUE or value is not before and not _same(value, before):
            found[key] = value
    return found


def _same(value, before):
    if hasattr(value, "__clause_element__"):
        return False
    return type(value) is type(before) and value == before


def insert_object(session, instance):
    mapper = type(instance).__mapper__
    polymorphic = mapper._polymorphic_key
    if polymorphic is not None and mapper.polymorphic_identity is not None:
        if instance.__dict__.get(polymorphic) is None:
            instance.__dict__[polymorphic] = mapper.polymorphic_identity
    if mapper.counts_versions:
        instance.__dict__[mapper.version_key] = mapper.next_version(None)
    values = {
        key: instance.__dict__[key]
        for key, prop in mapper._props.items() if prop.columns and key in instance.__dict__
    }
    made = insert_values(session, mapper, values)
    instance.__dict__.update(made)
    state = state_of(instance)
    state.session = session
    state.identity = tuple(
        instance.__dict__.get(mapper.key_of(column)) for column in mapper.primary_key
    )
    state.stored = {
        key: instance.__dict__[key] for key in values if not is_expression(instance.__dict__[key])
    }
    for key in values:
        if key not in state.stored:
            del instance.__dict__[key]
    state.stored.update(made)


def is_expression(value):
    return hasattr(value, "__clause_element__")


def insert_values(session, mapper, values, nulls=False):
    """Inserts a row into each table of the mapper; the generated primary key by attribute.

    None is left to the column's default, unless `nulls` says that it is a value.
    """
    made = {}
    connection = session.connection()
    for table in mapper.tables:
        row, given = {}, {**values, **made}
        for key, name, may_be_left in _written(mapper, table):
            value = given.get(key, NO_VALUE)
            if value is not NO_VALUE and (value is not None or nulls or not may_be_left):
                row[name] = value
        for column in table.primary_key:
            if column.key not in row:
                referred = _inherited_key(column, mapper, given)
                if referred is not None:
                    row[column.key] = referred
        if row and not any(map(is_expression, row.values())):
            result = connection.execute(Insert(table), row)
        else:
            result = connection.execute(Insert(table).values(row))
        keys = getattr(result, "inserted_primary_key", None) or ()
        for column, value in zip(table.primary_key, keys):
            key = mapper.key_of(column)
            if key is not None and values.get(key) is None and value is not None:
                made[key] = value
    return made


def _written(mapper, table):
    """(attribute, column, whether None leaves it to the default) of all that goes into a table."""
    known = mapper.__dict__.setdefault("_written", {})
    place = (table, len(mapper._props))
    if place not in known:
        known[place] = [
            (key, column.key, not column.type.should_evaluate_none and (
                column.primary_key or column.default is not None
                or column.server_default is not None
            ))
            for key, prop in mapper._props.items() for column in prop.columns
            if getattr(column, "table", None) is table
        ]
    return known[place]


def _inherited_key(column, mapper, values):
    for key in column.foreign_keys:
        referred = key._resolve_column(raiseerr=False)
        if referred is not None and referred.table in mapper.tables:
            return values.get(mapper.key_of(referred))
    return None


class Updates:
    """Objects of one class whose same attributes changed, one after the other: sent together."""

    def __init__(self, session):
        self.session = session
        self.kind = None
        self.waiting = []

    def add(self, instance, changed):
        changed = _with_version(instance, changed)
        kind = (type(instance), *changed)
        expressions = any(is_expression(value) for value in changed.values())
        if kind != self.kind or expressions:
            self.send()
        if expressions:
            _update(self.session, instance, changed)
            return
        self.kind = kind
        self.waiting.append((instance, changed))

    def send(self):
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        rows = [(_where(instance), changed) for instance, changed in waiting]
        update_values(self.session, self.kind[0].__mapper__, rows)
        for instance, changed in waiting:
            _now_stored(instance, changed)
            _expire_updated(instance, changed)


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
    for table in mapper.tables:
        names = {
            key: column.key
            for key in rows[0][1]
            for column in mapper._props[key].columns
            if getattr(column, "table", None) is table
        }
        if not names:
            continue
        columns = _known_by(mapper, table)
        if len(rows) == 1:
            known, values = rows[0]
            statement, sets = _update_of(table, columns, known, names, values), None
        else:
            statement = _update_of(table, columns, None, names, None)
            sets = [_set_of(columns, known, names, values) for known, values in rows]
        result = session.connection().execute(statement, sets)
        found = getattr(result, "rowcount", len(rows))
        if found == 0 or sets and -1 < found < len(rows):
            from .exc import StaleDataError

            raise StaleDataError(
                f"UPDATE statement on table '{table.name}' expected to update {len(rows)} "
                f"row(s); {found} were matched."
            )


def _update_of(table, columns, known, names, values):
    """The UPDATE of one row, or for each set of `_set_of` where nothing is given."""
    statement = Update(table)
    if known is None:
        known = [BindParameter(_KEY + column.key, type_=column.type) for column in columns]
    for column, value in zip(columns, known):
        statement = statement.where(column == value)
    if values is not None:
        return statement.values({name: values[key] for key, name in names.items()})
    columns = [table.c[name] for name in names.values()]
    return statement.values({
        column.key: BindParameter(_VALUE + column.key, type_=column.type) for column in columns
    })


def _set_of(columns, known, names, values):
    made = {_VALUE + name: values[key] for key, name in names.items()}
    for column, value in zip(columns, known):
        made[_KEY + column.key] = value
    return made


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
