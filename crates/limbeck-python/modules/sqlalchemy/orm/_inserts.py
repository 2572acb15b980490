"""INSERTs of a flush: objects whose rows get values for the same columns are sent together."""

from itertools import groupby

from _limbeck import are_plain

from ..sql._called import Call
from ..sql.dml import Insert
from ..sql.elements import SCALARS, clause_of
from .base import NO_VALUE
from .state import STATE

# Classes whose objects are known to be values and not SQL.
_values = set(SCALARS)


def is_expression(value):
    return hasattr(value, "__clause_element__")


def holds_expression(values):
    """Whether one of several values is SQL."""
    if _values.issuperset(map(type, values)):
        return False
    for value in values:
        if is_expression(value):
            return True
        _values.add(type(value))
    return False


def hold_expressions(sets):
    """Whether one of several sets of values has SQL among them."""
    if are_plain(sets, lambda name: _values):
        return False
    return any([holds_expression(values.values()) for values in sets])


def insert_objects(session, instances):
    """Inserts objects, table by table, and notes what the database gave them."""
    if len({cls.__mapper__.facts.base for cls in set(map(type, instances))}) < 2:
        _insert_related(session, instances)
        return
    for _, alike in groupby(instances, key=lambda item: type(item).__mapper__.facts.base):
        _insert_related(session, list(alike))


def _insert_related(session, instances):
    """Inserts objects of classes that inherit from each other."""
    classes = dict.fromkeys(map(type, instances))
    _identify(instances, classes)
    tables = {id(table): table for cls in classes for table in cls.__mapper__.tables}
    unknown = []
    for table in tables.values():
        for group in _groups(table, instances, classes):
            unknown += group.send(session)
    for instance in instances:
        own, facts = instance.__dict__, type(instance).__mapper__.facts
        state = own[STATE]
        state.session = session
        state.identity = tuple([own.get(key) for key in facts.identity_keys])
        state.stored = {**facts.blank, **{key: own[key] for key in facts.keys if key in own}}
    for instance, key in unknown:
        instance.__dict__[STATE].stored.pop(key, None)


def _identify(instances, classes):
    """Gives new objects their first version, and their kind unless they have one."""
    given = {}
    for cls in classes:
        mapper = cls.__mapper__
        kind = mapper._polymorphic_key if mapper.polymorphic_identity is not None else None
        if kind is not None or mapper.counts_versions:
            given[cls] = mapper, kind
    for instance in instances if given else ():
        mapper, kind = given.get(type(instance), (None, None))
        if mapper is None:
            continue
        if kind is not None and instance.__dict__.get(kind) is None:
            instance.__dict__[kind] = mapper.polymorphic_identity
        if mapper.counts_versions:
            instance.__dict__[mapper.version_key] = mapper.next_version(None)


def _groups(table, instances, classes):
    """Neighbours whose rows in a table get values for the same columns."""
    plans = {cls: cls.__mapper__.facts.plan(table) for cls in classes}
    names, group = None, None
    for instance in instances:
        plan = plans[type(instance)]
        if plan is None:
            continue
        own = instance.__dict__
        row = {name: own.get(key) for key, name in plan.filled}
        for key, name, takes_none in plan.others:
            value = own.get(key, NO_VALUE)
            if value is not NO_VALUE and (value is not None or takes_none):
                row[name] = value
        if plan.referring:
            plan.refer(own, row)
        if plan.supplied:
            plan.supply(own, row)
        now = tuple(row)
        expression = holds_expression(row.values())
        if now != names or expression or not now:
            if group is not None:
                yield group
            names, group = None if expression else now, _Group(table, now, expression)
        group.add(instance, plan, row)
    if group is not None:
        yield group


class Plan:
    """What an INSERT into one table writes of the objects of one class, and what it gives them."""

    def __init__(self, mapper, table):
        # (attribute, column) of columns that are NULL where nobody gave a value.
        self.filled = []
        # (attribute, column, whether None is a value) of those that are left out then.
        self.others = []
        # (column's default, attribute, column, whether the object gets it) of defaults that are
        # values or functions.
        self.supplied = []
        # (column of the key, attribute that it refers to) in the table of a subclass.
        self.referring = []
        self.by_name = {}
        # Attributes that are None where nobody gave a value.
        self.blank = []
        eager = mapper.options.get("eager_defaults", "auto")
        # Columns that the database fills, which are read with the key.
        self.generated = []
        pairs = [
            (key, column) for key, prop in mapper._props.items() for column in prop.columns
            if getattr(column, "table", None) is table
        ]
        # (attribute, column, whether None leaves it to its default) of all.
        self.written = [(key, column.key, _may_be_left(column)) for key, column in pairs]
        keys = {column: key for key, column in pairs}
        for column, key in keys.items():
            self._take(key, column)
            if eager and not column.primary_key and key not in mapper.mutable_keys and (
                column.server_default is not None or _is_sql(column.default)
            ):
                self.generated.append(column)
        for column in table.c:
            if column in keys and _is_value(column.default):
                is_kept = keys[column] not in mapper.mutable_keys
                self.supplied.append((column.default, keys[column], column.key, is_kept))
        for column in table.primary_key:
            referred = _inherited(column, mapper)
            if referred is not None:
                self.referring.append((column.key, referred))

    def _take(self, key, column):
        self.by_name[column.key] = key
        takes_none = column.type.should_evaluate_none
        if takes_none or _may_be_left(column):
            self.others.append((key, column.key, takes_none))
        else:
            self.filled.append((key, column.key))
        if not column.primary_key and not _has_default(column):
            self.blank.append(key)

    def supply(self, own, row):
        """The defaults of columns without a value, which the object has from now on."""
        for default, key, name, is_kept in self.supplied:
            if name in row:
                continue
            row[name] = value = default.value(Call(row)) if default.is_callable else default.arg
            if is_kept and not is_expression(value):
                own[key] = value
            else:
                own.pop(key, None)

    def refer(self, own, row):
        for name, key in self.referring:
            if name not in row and own.get(key) is not None:
                row[name] = own[self.by_name.get(name, key)] = own[key]


def _has_default(column):
    return column.default is not None or column.server_default is not None


def _may_be_left(column):
    """Whether a column without a value is left out, for its default or the database to fill."""
    return not column.type.should_evaluate_none and (column.primary_key or _has_default(column))


def _is_sql(default):
    return default is not None and not hasattr(default, "next_value") and not (
        default.is_callable or getattr(default, "is_sentinel", False)
    ) and clause_of(default.arg) is not None


def _is_value(default):
    """Whether a default is known without the database: a value, or a function's."""
    return default is not None and not hasattr(default, "next_value") and not (
        getattr(default, "is_sentinel", False)
    ) and (default.is_callable or clause_of(default.arg) is None)


def _inherited(column, mapper):
    """The attribute of the parent's key that a key refers to."""
    for key in column.foreign_keys:
        referred = key._resolve_column(raiseerr=False)
        if referred is not None and referred.table is not column.table and (
            referred.table in mapper.tables
        ):
            return mapper.key_of(referred)
    return None


class _Group:
    """Objects whose rows are sent with one statement."""

    def __init__(self, table, names, expression):
        self.table = table
        self.names = names
        self.expression = expression
        self.instances, self.plans, self.rows = [], [], []

    def add(self, instance, plan, row):
        self.instances.append(instance)
        self.plans.append(plan)
        self.rows.append(row)

    def send(self, session):
        """Sends the rows; what the database makes of SQL is to be read: (object, attribute)."""
        key = list(self.table.primary_key)
        generated = [item for item in self.plans[0].generated if item.key not in self.names]
        connection = session.connection()
        returns = _returns(connection.dialect)
        asked = [*key, *generated] if returns else key
        is_known = not self.expression and all(item.key in self.names for item in key)
        if is_known and not (generated and returns):
            connection.execute(Insert(self.table), self._sets())
        elif returns and (generated or len(self.rows) > 1):
            self._take(asked, self._returned(connection, asked))
        else:
            self._take(key, [self._key_of(connection, row) for row in self.rows])
        return self._without_expressions() if self.expression else ()

    def _sets(self):
        return self.rows if len(self.rows) > 1 else self.rows[0]

    def _statement(self):
        """The INSERT, and the values beside it."""
        if self.expression or not self.names:
            return Insert(self.table).values(self.rows[0]), None
        return Insert(self.table), self._sets()

    def _returned(self, connection, columns):
        statement, sets = self._statement()
        found = connection.execute(statement.returning(*columns), sets).fetchall()
        if len(found) != len(self.instances):
            from .exc import FlushError

            raise FlushError(
                f"INSERT into table '{self.table.name}' of {len(self.instances)} row(s) returned "
                f"{len(found)}: a trigger or rule has kept rows away, and which is not known"
            )
        return found

    def _key_of(self, connection, row):
        statement = Insert(self.table)
        if self.expression or not row:
            return connection.execute(statement.values(row)).inserted_primary_key or ()
        return connection.execute(statement, row).inserted_primary_key or ()

    def _take(self, columns, found):
        """Gives the objects what the database has made for them."""
        size = len(self.table.primary_key)
        plan = None
        for instance, its_plan, values in zip(self.instances, self.plans, found):
            if its_plan is not plan:
                plan = its_plan
                names = [plan.by_name.get(column.key) for column in columns]
                keys, others = names[:size], names[size:]
            own = instance.__dict__
            for name, value in zip(keys, values):
                if name is not None and value is not None and (
                    own.get(name) is None or self.expression and is_expression(own[name])
                ):
                    own[name] = value
            if others:
                own.update(zip(others, values[size:]))

    def _without_expressions(self):
        found = []
        for instance, plan, row in zip(self.instances, self.plans, self.rows):
            for name, value in row.items():
                key = plan.by_name.get(name)
                if is_expression(value) and instance.__dict__.get(key) is value:
                    del instance.__dict__[key]
                    found.append((instance, key))
        return found


def _returns(dialect):
    """Whether an INSERT can give back what the database has made."""
    if getattr(dialect, "is_mariadb", False):
        return dialect.server_version_info is None or dialect.server_version_info >= (10, 5)
    return dialect.insert_returning
