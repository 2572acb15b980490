"""Writes what changed: rows that tables refer to come first."""

from ..sql.dml import Delete, Insert, Update
from ..sql.elements import BindParameter
from .base import MANYTOMANY, MANYTOONE, NO_VALUE, ONETOMANY
from .collections import members
from .relationships import RelationshipProperty
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


def flush(session):
    for instance in [*session._identities.values(), *session._new]:
        _take_related(session, instance)
    ordered = sorted(session._new, key=lambda item: _depth(type(item).__mapper__))
    session._new = []
    for instance in _own_parents_first(ordered):
        _take_keys(instance)
        _insert(session, instance)
    deleted = session._deleted
    updates = _Updates(session)
    for instance in list(session._identities.values()):
        if deleted and any(instance is other for other in deleted):
            continue
        _take_keys(instance)
        changed = changes(instance)
        if changed:
            updates.add(instance, changed)
    updates.send()
    for instance in [item for _, item in sorted(
        enumerate(session._identities.values()), key=lambda pair: pair[0]
    )]:
        _write_links(session, instance)
    session._deleted = []
    for instance in sorted(deleted, key=lambda item: -_depth(type(item).__mapper__)):
        _delete(session, instance)


def _relationships(instance):
    """(attribute, relationship, value) of each relationship that has been loaded or set."""
    own = instance.__dict__
    return [
        (key, prop, own[key])
        for key, prop in type(instance).__mapper__._props.items()
        if not prop.columns and key in own
        and isinstance(prop, RelationshipProperty) and not prop.viewonly
    ]


def _take_related(session, instance):
    """Objects that were put into an attribute join the session."""
    for _, prop, value in _relationships(instance):
        for other in members(value):
            if other is not None and state_of(other).session is None:
                session.add(other)


_depths = {}


def _depth(mapper):
    """How many tables have to be written before this one."""

    def depth(table, seen):
        if table in seen:
            return 0
        seen = seen | {table}
        found = 0
        for column in table.c:
            for key in column.foreign_keys:
                referred = key._resolve_column(raiseerr=False)
                if referred is not None and referred.table is not table:
                    found = max(found, 1 + depth(referred.table, seen))
        return found

    known = _depths.get(mapper)
    if known is None:
        known = _depths[mapper] = max(depth(table, frozenset()) for table in mapper.tables)
    return known


def _own_parents_first(instances):
    """Objects that refer to others of their own table come after these."""
    done, waiting = [], list(instances)
    for _ in range(len(waiting) + 1):
        later = []
        for instance in waiting:
            pending = [
                other for _, prop, value in _relationships(instance)
                for other in members(value)
                if prop.direction is MANYTOONE and any(other is item for item in waiting)
                and other is not instance and not any(other is item for item in done)
            ]
            (later if pending else done).append(instance)
        waiting = later
        if not waiting:
            break
    return done + waiting


def _take_keys(instance):
    """The keys of related objects, as values of this one's columns, and the other way round."""
    mapper = type(instance).__mapper__
    for key, prop, value in _relationships(instance):
        direction, near, _ = prop.links()
        if direction is MANYTOONE:
            for own, other in near:
                if value is None:
                    if state_of(instance).identity is not None and not own.primary_key:
                        instance.__dict__[mapper.key_of(own)] = None
                else:
                    found = getattr(value, type(value).__mapper__.key_of(other))
                    if found is not None:
                        instance.__dict__[mapper.key_of(own)] = found


def _give_keys(instance):
    """After an INSERT: objects that belong to this one get its key."""
    mapper = type(instance).__mapper__
    for key, prop, value in _relationships(instance):
        direction, near, _ = prop.links()
        if direction is ONETOMANY:
            for other in members(value):
                for own, referring in near:
                    other.__dict__[type(other).__mapper__.key_of(referring)] = getattr(
                        instance, mapper.key_of(own)
                    )


def _insert(session, instance):
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
        key: instance.__dict__[key] for key in values if not _is_expression(instance.__dict__[key])
    }
    for key in values:
        if key not in state.stored:
            del instance.__dict__[key]
    state.stored.update(made)
    session._identities[(mapper.base_mapper.class_, state.identity)] = instance
    _give_keys(instance)


def _is_expression(value):
    return hasattr(value, "__clause_element__")


def insert_values(session, mapper, values, nulls=False):
    """Inserts a row into each table of the mapper; the generated primary key by attribute.

    None is left to the column's default, unless `nulls` says that it is a value.
    """
    made = {}
    connection = session.connection()
    for table in mapper.tables:
        row = {}
        for key, prop in mapper._props.items():
            for column in prop.columns:
                if getattr(column, "table", None) is not table:
                    continue
                value = {**values, **made}.get(key, NO_VALUE)
                if value is NO_VALUE:
                    continue
                if value is None and not nulls and (
                    column.primary_key or column.default is not None
                    or column.server_default is not None
                ) and not column.type.should_evaluate_none:
                    continue
                row[column.key] = value
        for column in table.primary_key:
            if column.key not in row:
                referred = _inherited_key(column, mapper, {**values, **made})
                if referred is not None:
                    row[column.key] = referred
        result = connection.execute(Insert(table).values(row))
        keys = getattr(result, "inserted_primary_key", None) or ()
        for column, value in zip(table.primary_key, keys):
            key = mapper.key_of(column)
            if key is not None and values.get(key) is None and value is not None:
                made[key] = value
    return made


def _inherited_key(column, mapper, values):
    for key in column.foreign_keys:
        referred = key._resolve_column(raiseerr=False)
        if referred is not None and referred.table in mapper.tables:
            return values.get(mapper.key_of(referred))
    return None


class _Updates:
    """Objects of one class whose same attributes changed, one after the other: sent together."""

    def __init__(self, session):
        self.session = session
        self.kind = None
        self.waiting = []

    def add(self, instance, changed):
        changed = _with_version(instance, changed)
        kind = (type(instance), *changed)
        expressions = any(_is_expression(value) for value in changed.values())
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
        if _is_expression(value):
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


def _delete(session, instance):
    mapper = type(instance).__mapper__
    state = state_of(instance)
    for key, prop in mapper._props.items():
        if isinstance(prop, RelationshipProperty) and not prop.viewonly:
            _leave(session, instance, key, prop)
    for table in reversed(mapper.tables):
        statement = Delete(table)
        columns = _known_by(mapper, table)
        for column, value in zip(columns, _where(instance)):
            statement = statement.where(column == value)
        found = session.connection().execute(statement).rowcount
        if found == 0 and len(columns) > len(table.primary_key):
            from .exc import StaleDataError

            raise StaleDataError(
                f"DELETE statement on table '{table.name}' expected to delete 1 row(s); 0 were "
                "matched."
            )
    state.deleted = True
    session._identities.pop((mapper.base_mapper.class_, state.identity), None)
    state.session = None


def _leave(session, instance, key, prop):
    """What belongs to an object that is deleted is deleted too, or let go."""
    direction, near, _ = prop.links()
    mapper = type(instance).__mapper__
    if direction is MANYTOONE or prop.options.get("passive_deletes"):
        return
    if direction is MANYTOMANY:
        statement = Delete(prop.secondary_table)
        for own, other in near:
            statement = statement.where(other == getattr(instance, mapper.key_of(own)))
        session.connection().execute(statement)
        return
    cascade = "delete" in prop.cascade or prop.cascade.startswith("all")
    for other in members(getattr(instance, key)):
        if cascade:
            if state_of(other).identity is not None and not state_of(other).deleted:
                _delete(session, other)
        else:
            names = {type(other).__mapper__.key_of(column): None for _, column in near}
            other.__dict__.update(names)
            _update(session, other, names)


def _write_links(session, instance):
    """The rows of a many-to-many relationship that are not there yet."""
    mapper = type(instance).__mapper__
    for key, prop, value in _relationships(instance):
        direction, near, far = prop.links()
        if direction is not MANYTOMANY:
            continue
        state = state_of(instance)
        written = state.stored.setdefault(("links", key), None)
        held = members(value)
        if written is None:
            written = _links_in_database(session, instance, prop, near, far)
        identities = []
        for other in held:
            row = {column.key: getattr(instance, mapper.key_of(own)) for own, column in near}
            row.update({
                column.key: getattr(other, type(other).__mapper__.key_of(own))
                for own, column in far
            })
            identities.append(row)
            if row not in written and not _written_by_other(other, prop, row):
                session.connection().execute(Insert(prop.secondary_table).values(row))
        for row in written:
            if row not in identities:
                statement = Delete(prop.secondary_table)
                for name, item in row.items():
                    statement = statement.where(prop.secondary_table.c[name] == item)
                session.connection().execute(statement)
        state.stored[("links", key)] = identities


def _written_by_other(other, prop, row):
    name = prop.back_populates
    stored = state_of(other).stored or {}
    return name is not None and row in (stored.get(("links", name)) or ())


def _links_in_database(session, instance, prop, near, far):
    from ..sql.selectable import select

    mapper = type(instance).__mapper__
    columns = [column for _, column in [*near, *far]]
    query = select(*columns)
    for own, column in near:
        query = query.where(column == getattr(instance, mapper.key_of(own)))
    rows = session.connection().execute(query).fetchall()
    return [dict(zip((column.key for column in columns), row)) for row in rows]
