"""INSERT and UPDATE of a class with sets of values, which need not have the same keys."""

from itertools import groupby

from ..engine.result import IteratorResult, null_result
from ..sql.dml import Insert, Update
from ..sql.schema import Column
from ..sql.selectable import select
from ._inserts import hold_expressions, is_expression
from ._values import taken_apart
from ._written import held_by
from .persistence import insert_values, update_sets, update_values


def _refuse(message):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(message)


def strategy(statement, params, options):
    """How an INSERT or UPDATE takes its values: "bulk" is one set after the other, by attribute."""
    if not isinstance(statement, (Insert, Update)) or statement._mapper is None:
        return "orm"
    asked = options.get("dml_strategy", "auto")
    is_update = isinstance(statement, Update)
    known = ("orm", "auto", "bulk", "core_only" if is_update else "raw")
    if asked not in known:
        from ..exc import ArgumentError

        raise ArgumentError(
            f"dml_strategy of an {'UPDATE' if is_update else 'INSERT'} is one of "
            f"{', '.join(known)}, not {asked!r}"
        )
    has_sets = isinstance(params, list) if is_update else bool(params)
    if asked == "bulk" and not has_sets:
        _refuse("dml_strategy 'bulk' needs the values beside the statement: "
                "session.execute(statement, [{..}, ..])")
    return asked if asked != "auto" else "bulk" if has_sets else "orm"


def save_objects(session, objects, return_defaults=False):
    """`bulk_save_objects()`: rows of objects that stay outside the session, and their own alone."""
    from .persistence import changes
    from .state import state_of

    def kind(instance):
        return type(instance).__mapper__, state_of(instance).identity is None

    for (mapper, is_new), alike in groupby(objects, key=kind):
        if is_new:
            _insert_objects(session, mapper, list(alike), return_defaults)
            continue
        for instance in alike:
            changed = changes(instance)
            if changed:
                known = zip(mapper.identity_keys, state_of(instance).identity)
                update_by_key(session, mapper, {**dict(known), **changed})


def _insert_objects(session, mapper, objects, return_defaults):
    sets = [
        {key: value for key, value in instance.__dict__.items() if key in mapper._props}
        for instance in objects
    ]
    # The key is needed anyway where the row of a second table refers to it.
    return_defaults = return_defaults or len(mapper.tables) > 1
    insert_mappings(session, mapper, sets, return_defaults, False)
    if return_defaults:
        for instance, values in zip(objects, sets):
            instance.__dict__.update(
                (key, values[key]) for key in mapper.identity_keys if key in values
            )


def insert_mappings(session, mapper, mappings, return_defaults, nulls):
    if not return_defaults:
        made = _NewRows(mapper, nulls)
        _insert_rows(session, mapper, [made.values(given) for given in mappings], nulls)
        return
    for mapping in mappings:
        mapping.update(insert_values(session, mapper, new_values(mapper, mapping, nulls), nulls))


class _NewRows:
    """What new rows of a class get; sets with the same keys are looked at once."""

    def __init__(self, mapper, nulls):
        self.mapper = mapper
        self.nulls = nulls
        self.is_plain = not mapper.counts_versions and mapper._polymorphic_key is None
        self.known = {}

    def values(self, given):
        keys = tuple(given)
        plain = self.known.get(keys)
        if plain is None:
            plain = self.known[keys] = self._plain(keys)
        if not plain:
            return new_values(self.mapper, given, self.nulls)
        return {
            key: given[key] for key, takes_none in plain if takes_none or given[key] is not None
        }

    def _plain(self, keys):
        """Each attribute and whether None is its value; empty where one stands for others."""
        props = self.mapper._props
        if not self.is_plain or not all(_is_column(self.mapper, key) for key in keys):
            return ()
        return tuple(
            (key, self.nulls or props[key].columns[0].type.should_evaluate_none)
            for key in props if key in keys
        )


def _insert_rows(session, mapper, rows, nulls=False):
    """Rows that nobody asks back: those with values for the same columns are sent together."""
    for names, alike in groupby(rows, key=tuple):
        alike = list(alike)
        if len(mapper.tables) > 1 or len(alike) == 1 or not names:
            for row in alike:
                insert_values(session, mapper, row, nulls)
            continue
        columns = _by_column(mapper, {name: name for name in names})
        if any(column != name for column, name in columns.items()):
            alike = [{column: row[name] for column, name in columns.items()} for row in alike]
        session.connection().execute(Insert(mapper.local_table), alike)


def update_mappings(session, mapper, mappings):
    """Sets with values for the same attributes are sent together."""
    for names, alike in groupby(mappings, key=tuple):
        alike = list(alike)
        if _are_plain_updates(mapper, names, alike):
            update_sets(session, mapper, names, alike)
        else:
            _update_each(session, mapper, alike)


def _are_plain_updates(mapper, names, sets):
    """Whether sets name a row and columns of its table, and have values that are no SQL."""
    known = mapper.identity_keys
    if len(sets) < 2 or len(mapper.tables) > 1 or mapper.version_id_col is not None:
        return False
    if len(names) == len(known) or not all(_is_column(mapper, key) for key in names):
        return False
    for key in known:
        if key not in names or None in [given[key] for given in sets]:
            return False
    return not hold_expressions(sets)


def _update_each(session, mapper, mappings):
    rows = [row for given in mappings if (row := _known_and_values(mapper, given)) is not None]
    for is_plain, alike in groupby(rows, key=_kind):
        alike = list(alike)
        for some in [alike] if is_plain else [[row] for row in alike]:
            update_values(session, mapper, some)


def _kind(row):
    """The attributes that a row gets values for; None where one is SQL."""
    return None if any(map(is_expression, row[1].values())) else tuple(row[1])


def bulk_update(session, statement, sets):
    """Each set names its row by the key."""
    if statement._where or statement._returning:
        word = "where" if statement._where else "returning"
        _refuse(f"an UPDATE of a class with a list of values finds rows by their primary keys and "
                f"takes no {word}(): use session.connection().execute(statement, [..])")
    own = _own_values(statement)
    for given in sets or [{}]:
        update_by_key(session, statement._mapper, {**own, **given})
    session._expire_unchanged(held_by(session, statement))
    return IteratorResult([], [])


def update_by_key(session, mapper, given):
    """Updates the row whose key a set has."""
    row = _known_and_values(mapper, given)
    if row is not None:
        update_values(session, mapper, [row])


def _known_and_values(mapper, given):
    """The key of a set and its values by attribute; what is no attribute counts for nothing."""
    values = {
        key: value for key, value in taken_apart(mapper, given).items() if _is_column(mapper, key)
    }
    known = tuple(values.pop(key, None) for key in mapper.identity_keys)
    if not values:
        return None
    if None in known:
        missing = ", ".join(
            f"{column.table.name}.{column.name}"
            for column, value in zip(mapper.primary_key, known) if value is None
        )
        _refuse(f"No primary key value supplied for column(s) {missing}; per-row ORM Bulk UPDATE "
                "by Primary Key requires that records contain primary key values")
    if mapper.counts_versions:
        version = values[mapper.version_key]
        known = (*known, version)
        values[mapper.version_key] = mapper.next_version(version)
    return known, values


def bulk_insert(session, statement, sets, options, sent):
    mapper, nulls = statement._mapper, bool(options.get("render_nulls"))
    rows = [new_values(mapper, given, nulls) for given in sets]
    if len(mapper.tables) > 1:
        return _insert_joined(session, statement, rows, nulls)
    rows = [
        {**_by_column(mapper, row), **_binds(statement, given)} for row, given in zip(rows, sets)
    ]
    returns = bool(statement._returning)
    names, found = [], []
    for _, alike in groupby(rows, key=frozenset):
        result = session.connection().execute(statement, list(alike), **sent)
        if returns:
            names = list(result.keys())
            found += result.fetchall()
    return IteratorResult(names, found) if returns else null_result()


def new_values(mapper, given, nulls=False):
    """What a new row gets, in the order of the attributes; None is left to the database."""
    given = taken_apart(mapper, given)
    return mapper.identified({
        key: given[key] for key in mapper._props
        if key in given and _is_column(mapper, key) and (
            nulls or given[key] is not None
            or mapper._props[key].columns[0].type.should_evaluate_none
        )
    })


def _insert_joined(session, statement, rows, nulls):
    """A row in each table of the class; what is returned is read back."""
    mapper = statement._mapper
    if statement._conflict is not None:
        _refuse(f"ON CONFLICT and ON DUPLICATE KEY are for one table, and {mapper} has several: "
                "insert into each of its tables")
    own, names, found = _own_values(statement), [], []
    for values in rows:
        made = insert_values(session, mapper, {**own, **values}, nulls)
        if statement._returning:
            result = _read_back(session, statement, {**own, **values, **made})
            names = list(result.keys())
            found += result.fetchall()
    return IteratorResult(names, found) if statement._returning else null_result()


def _read_back(session, statement, values):
    mapper = statement._mapper
    query = select(*statement._returning).select_from(mapper.persist_selectable)
    for key, column in zip(mapper.identity_keys, mapper.primary_key):
        query = query.where(column == values[key])
    return session.connection().execute(query)


def _is_column(mapper, key):
    prop = mapper._props.get(key)
    return prop is not None and bool(prop.columns) and isinstance(prop.columns[0], Column)


def _by_column(mapper, values):
    return {mapper._props[key].columns[0].key: value for key, value in values.items()}


def _own_values(statement):
    """What `values()` said, by attribute."""
    mapper, own = statement._mapper, statement._values or {}
    return {
        key: own[prop.columns[0].key] for key, prop in mapper._props.items()
        if _is_column(mapper, key) and prop.columns[0].key in own
    }


def _binds(statement, given):
    """Values of binds that the statement has."""
    if not statement._values and statement._conflict is None:
        return {}
    mapper, table = statement._mapper, statement.table
    return {
        key: value for key, value in given.items()
        if key not in mapper._props and key not in table.c
    }
