"""INSERT, UPDATE and DELETE."""

from ._called import called_in_rows, default_wire
from ._from import Join, _parts, _Wire, from_element, from_wires
from ._schema_item import DialectKWArgs
from ._with import HasCTE, _Words, cte_wires, hint_wires, words_wire
from .base import Executable, current_dialect, generative, is_run
from .elements import (
    BindParameter, ColumnClause, ColumnElement, clause_of, condition_, expression, is_type_wire,
    column_bind_expression, read_column, to_type,
)
from .selectable import SelectBase, _selected


def _table(value):
    clause = clause_of(value)
    if clause is None:
        from sqlalchemy import exc

        raise exc.ArgumentError(
            "INSERT, UPDATE or DELETE expects a table, got %r." % (value,)
        )
    return clause


def _key(name):
    """The key by which `values()` knows a column."""
    if isinstance(name, str):
        return str(name)
    clause = clause_of(name)
    return getattr(clause, "key", None) or getattr(clause, "name", None) or str(name)


class UpdateBase(DialectKWArgs, HasCTE, _Words, Executable):
    _returning = ()
    _hints = {}
    _supplied = frozenset()
    # What functions gave, by the key of their column.
    _made = {}
    table = None
    is_dml = True

    def __init__(self, table):
        self.table = _table(table)
        # Of the class that was given: values may be named by attribute then.
        self._mapper = None if self.table is table else getattr(table, "__mapper__", None)

    @generative
    def returning(self, *columns, sort_by_parameter_order=False, **kw):
        self._returning = (*self._returning, *[_selected(column) for column in columns])

    def params(self, *optional, **kwargs):
        raise NotImplementedError(
            "params() does not work on INSERT, UPDATE and DELETE: write values(..), or give the "
            "values to execute()"
        )

    unique_params = params

    @generative
    def return_defaults(self, *columns, **kw):
        pass

    @generative
    def with_dialect_options(self, **options):
        self.__dict__["dialect_kwargs"] = {**self.dialect_kwargs}
        self._validate_dialect_kwargs(options)

    @generative
    def with_hint(self, text, selectable=None, dialect_name="*"):
        table = self.table if selectable is None else from_element(selectable)
        self._hints = {**self._hints, (table, dialect_name): text}

    def _froms(self):
        return ()

    def _result_columns(self):
        found = []
        for column in self._returning:
            is_table = hasattr(column, "c") and not isinstance(column, ColumnElement)
            found.extend(column.c if is_table else [column])
        return found

    def _proxies(self, selectable):
        from .selectable import _proxy

        return [_proxy(column, selectable) for column in self._result_columns()]

    def _column_names(self):
        return [column.name for column in self._result_columns()]

    exported_columns = property(lambda self: self._returning)

    @property
    def entity_description(self):
        return {"table": self.table}

    def _target(self, given, onupdate=False):
        table = self.table
        columns = []
        for column in table.c:
            entry = {"name": column.name, "type": is_type_wire(column.type)}
            if column.key != column.name:
                entry["key"] = column.key
            if getattr(column, "primary_key", False):
                entry["primary_key"] = True
            within = column_bind_expression(column)
            if within is not None:
                entry["bind_expression"] = within
            attribute = "onupdate" if onupdate else "default"
            default = getattr(column, attribute, None)
            if default is not None and column.key not in given and (
                column.key not in self._supplied
            ):
                made = self._made.get(column.key)
                if made is None:
                    made = default_wire(column, default, given)
                if made is not None:
                    entry[attribute] = made
            columns.append(entry)
        element = getattr(table, "element", None)
        wire = {"id": id(table), "columns": columns}
        if element is not None:
            wire.update(name=element.name, schema=element.schema, alias=table.name)
        else:
            wire.update(name=table.name, schema=table.schema)
        return wire

    def _common_wire(self, wire):
        if self._returning:
            columns = self._result_columns()
            wire["returning"] = [read_column(column, column) for column in columns]
        if self._ctes:
            wire["ctes"] = cte_wires(self._ctes)
        if self._prefixes:
            wire["prefixes"] = words_wire(self._prefixes)
        if self._hints:
            wire["hints"] = hint_wires(self._hints)
        return wire


class ValuesBase(UpdateBase):
    _values = None
    _multi = ()

    def _by_column(self, pairs):
        """Values by the keys of columns."""
        if self._mapper is not None:
            pairs = self._mapper.pairs_by_column(pairs)
        return {_key(key): value for key, value in pairs}

    def _cell(self, key, value):
        return _cell(self.table, key, value, key)


def _elsewhere_default(column, given):
    """What the client supplies for a column of another table on UPDATE."""
    if column.table is None or getattr(column, "onupdate", None) is None:
        return None
    return default_wire(column, column.onupdate, given)


def _cell(table, key, value, name):
    """What stands beside a column; a plain value becomes a parameter of this name."""
    clause = clause_of(value)
    column = table.c.get(key)
    type_ = to_type(None if column is None else column.type)
    if clause is None:
        return BindParameter(name, value, type_=type_, unique=name is None)
    if isinstance(clause, BindParameter):
        if type(clause.type).__name__ == "NullType":
            clause = clause._clone()
            clause.type = type_
        if name is not None and clause.unique and clause.key is None:
            clause = clause._clone()
            clause.key, clause.unique = name, False
    return clause._as_scalar() if isinstance(clause, SelectBase) else clause


class Insert(ValuesBase):
    """INSERT."""

    __visit_name__ = "insert"
    _fingerprint = "changes"
    is_insert = True
    _select = None
    _inline = False
    _conflict = None
    include_insert_from_select_defaults = False

    @generative
    def values(self, *args, **kwargs):
        from sqlalchemy import exc

        if self._select is not None:
            raise exc.InvalidRequestError("This construct already inserts from a SELECT")
        if args:
            if kwargs:
                raise exc.ArgumentError(
                    "Can't pass positional and kwargs to values() simultaneously"
                )
            if len(args) > 1:
                raise exc.ArgumentError(
                    "Only a single dictionary/tuple or list of dictionaries/tuples is accepted "
                    "positionally."
                )
            given = args[0]
            if isinstance(given, (list, tuple)) and given and isinstance(
                given[0], (dict, list, tuple)
            ):
                self._multi = (*self._multi, *[self._named(row) for row in given])
                return
            if isinstance(given, list) and not given:
                return
            given = self._named(given)
        else:
            given = self._by_column(kwargs.items())
        if self._multi:
            raise exc.InvalidRequestError(
                "Can't mix single-values and multiple values formats in one INSERT statement"
            )
        self._values = {**(self._values or {}), **given}

    def _named(self, row):
        if hasattr(row, "items"):
            return self._by_column(row.items())
        return dict(zip([column.key for column in self.table.c], row))

    @generative
    def from_select(self, names, select, include_defaults=True):
        from sqlalchemy import exc

        if self._values or self._multi:
            raise exc.InvalidRequestError(
                "This construct already inserts value expressions"
            )
        self._names = [_key(name) for name in names]
        clause = clause_of(select)
        self._select = clause
        self._inline = True
        self.include_insert_from_select_defaults = include_defaults

    @property
    def select(self):
        return self._select

    @generative
    def inline(self):
        self._inline = True

    def _wire(self):
        given = self._values or {}
        wire = {"statement": "insert", "inline": self._inline}
        if self._select is not None:
            columns = [self.table.c[name].name if name in self.table.c else name
                       for name in self._names]
            wire["source"] = {"select": {"columns": columns, "select": self._select}}
            given = dict.fromkeys(self._names if self.include_insert_from_select_defaults
                                  else self.table.c.keys())
        elif self._multi:
            rows = called_in_rows(self)._multi if is_run() else self._multi
            given = rows[0]
            rows = [given, *[self._completed(row, given) for row in rows[1:]]]
            wire["source"] = {"rows": [self._row(row) for row in rows]}
        elif self._values is not None:
            wire["source"] = {"row": self._row(self._values)}
        else:
            wire["source"] = "unset"
        if self._conflict is not None:
            wire["conflict"] = self._conflict
        wire["table"] = self._target(given)
        return self._common_wire(wire)

    def _completed(self, row, first):
        """A later row, with the client's defaults for what it lacks of the first."""
        row = dict(row)
        for column in getattr(self.table, "c", ()):
            default = getattr(column, "default", None)
            if default is None or column.key in row or column.key not in first:
                continue
            made = default_wire(column, default, row)
            if made is not None and not is_run():
                # As in the first row, nobody is asked.
                made = BindParameter(column.key, None, type_=column.type)
            if made is not None:
                row[column.key] = made
        return row

    def _row(self, row):
        return [[key, self._cell(key, value)] for key, value in row.items()]


class DMLWhereBase:
    _where = ()

    @generative
    def where(self, *conditions):
        self._where = (*self._where, *[condition_(item) for item in conditions])

    filter = where

    def ext(self, extension):
        """What a dialect adds: MySQL's `limit(..)`."""
        kind, value = extension
        return self.with_dialect_options(**{"mysql_" + kind: value, "mariadb_" + kind: value})

    def filter_by(self, **kwargs):
        return self.where(*[self.table.c[key] == value for key, value in kwargs.items()])

    @property
    def whereclause(self):
        from .elements import and_

        if not self._where:
            return None
        return self._where[0] if len(self._where) == 1 else and_(*self._where)

    def _conditions(self):
        """What `where()` said; of a class within its parent's table, its own rows alone."""
        own = None if self._mapper is None else self._mapper.own_rows()
        return [*self._where] if own is None else [*self._where, own]

    def _limit_wire(self, wire):
        dialect = current_dialect()
        limit = self.dialect_kwargs.get(f"{getattr(dialect, 'name', 'mysql')}_limit")
        if limit is not None:
            wire["limit"] = expression(limit)
        return wire


class Update(DMLWhereBase, ValuesBase):
    """UPDATE."""

    __visit_name__ = "update"
    _fingerprint = "changes"
    is_update = True
    _ordered = False

    @generative
    def values(self, *args, **kwargs):
        given = dict(args[0]) if args else {}
        given.update(kwargs)
        self._values = {**(self._values or {}), **self._by_column(given.items())}

    @generative
    def ordered_values(self, *args):
        self._values = self._by_column(args)
        self._ordered = True

    def inline(self):
        return self

    _join = None
    _elsewhere = {}

    def __init__(self, table):
        super().__init__(table)
        if isinstance(self.table, Join):
            self._join = self.table
            self.table = _parts(self.table)[0]

    def _by_column(self, pairs):
        """Values by the keys of the table's columns; those of other tables are put aside."""
        own = []
        for key, value in pairs if self._mapper is None else self._mapper.pairs_by_column(pairs):
            if type(key) is str:
                own.append((key, value))
                continue
            clause = None if isinstance(key, str) else clause_of(key)
            table = getattr(clause, "table", None)
            if table is None or table is self.table or self._mapper is not None:
                own.append((_key(key), value))
            else:
                self._elsewhere = {**self._elsewhere, clause: value}
        return dict(own)

    def _given_by_table(self):
        """Values by own keys, and by columns of other tables that the statement reads."""
        given = self._values or {}
        if not self._elsewhere:
            return given, {}
        read = [] if self._join is None else _parts(self._join)
        for value in [*given.values(), *self._elsewhere.values(), *self._where]:
            clause = clause_of(value)
            read += [] if clause is None else clause._froms()
        elsewhere = {}
        for column, value in self._elsewhere.items():
            if column.key in self.table.c and not any(column.table is table for table in read):
                given = {**given, column.key: value}
            else:
                elsewhere[column] = value
        return given, elsewhere

    def _sets_elsewhere(self, elsewhere):
        """(column, value) of other tables, table by table in the order of their columns."""
        given = {id(column): value for column, value in elsewhere.items()}
        tables = []
        for column in elsewhere:
            if not any(column.table is table for table in tables):
                tables.append(column.table)
        for table in tables:
            for column in table.c:
                value = given.get(id(column))
                if id(column) not in given:
                    value = _elsewhere_default(column, given)
                    if value is None:
                        continue
                yield [column, _cell(table, column.key, value, f"{table.name}_{column.key}")]

    def _wire(self):
        given, elsewhere = self._given_by_table()
        pairs = [
            [{"expr": "column", "name": key}, self._cell(key, value)]
            for key, value in given.items()
        ]
        elsewhere = list(self._sets_elsewhere(elsewhere))
        froms = []
        for _, value in [*pairs, *elsewhere]:
            froms.extend(value._froms())
        for condition in self._where:
            froms.extend(condition._froms())
        wire = {
            "statement": "update", "table": self._target(given, True), "set": pairs,
            "from": from_wires(froms), "where": self._conditions(), "ordered": self._ordered,
        }
        if elsewhere:
            wire["set_elsewhere"] = [[column._wire(), value] for column, value in elsewhere]
        if self._join is not None:
            wire["join"] = _Wire(self._join)
        return self._limit_wire(self._common_wire(wire))


class Delete(DMLWhereBase, UpdateBase):
    """DELETE."""

    __visit_name__ = "delete"
    _fingerprint = "changes"
    is_delete = True

    def _wire(self):
        froms = [found for condition in self._where for found in condition._froms()]
        wire = {
            "statement": "delete", "table": self._target(self.table.c.keys()),
            "from": from_wires(froms), "where": self._conditions(),
        }
        return self._limit_wire(self._common_wire(wire))


def insert(table):
    return Insert(table)


def update(table):
    return Update(table)


def delete(table):
    return Delete(table)


class Excluded(ColumnElement):
    """A column of the row that could not be inserted."""

    def __init__(self, column):
        self.name, self.key, self.type = column.name, column.key, column.type

    @property
    def _bind_key(self):
        return self.key

    def _froms(self):
        return ()

    def _wire(self):
        return {"expr": "excluded", "name": self.name, "type_": is_type_wire(self.type)}


class OnConflictInsert(Insert):
    """INSERT of PostgreSQL and SQLite, with ON CONFLICT."""

    @property
    def excluded(self):
        return ExcludedColumns(self.table)

    def _with_conflict(self, elements, index_where, constraint, set_, where):
        wire = {}
        if set_ is not None and not set_:
            raise ValueError("set parameter dictionary must not be empty")
        if constraint is not None:
            if elements is not None:
                raise ValueError("'constraint' and 'index_elements' are mutually exclusive")
            if isinstance(constraint, str):
                wire["constraint"] = constraint
            elif constraint.name and constraint.__visit_name__ != "index":
                wire["constraint"] = constraint.name
            else:
                elements = list(getattr(constraint, "expressions", None) or constraint.columns)
                index_where = getattr(constraint, "where", None)
                if index_where is None:
                    index_where = constraint.dialect_options["postgresql"]["where"]
        if elements is not None:
            wire["elements"] = [
                ColumnClause(item) if isinstance(item, str) else clause_of(item)
                for item in elements
            ]
        if set_ is not None and "constraint" not in wire and "elements" not in wire:
            if type(self)._needs_target:
                raise ValueError(
                    "Either constraint or index_elements, but not both, must be specified unless "
                    "DO NOTHING"
                )
        if index_where is not None:
            wire["index_where"] = condition_(index_where)
        if set_ is not None:
            pairs = set_.items() if hasattr(set_, "items") else [
                (column.key, column) for column in set_
            ]
            wire["set"] = [
                [_key(key), self._conflict_cell(_key(key), value)] for key, value in pairs
            ]
        if where is not None:
            wire["where"] = condition_(where)
        new = self._clone()
        new._conflict = wire
        return new

    _needs_target = True

    def _conflict_cell(self, key, value):
        return _cell(self.table, key, value, None)


class ExcludedColumns:
    """`excluded.name`, `excluded["name"]`, `excluded.c.name`."""

    def __init__(self, table):
        self._table = table

    @property
    def c(self):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Excluded(self._table.c[name])

    def __getitem__(self, name):
        return Excluded(self._table.c[name])

    def __iter__(self):
        return (Excluded(column) for column in self._table.c)

    def keys(self):
        return self._table.c.keys()

    def values(self):
        return list(self)

    def items(self):
        return [(column.key, Excluded(column)) for column in self._table.c]


class DuplicateKeyInsert(Insert):
    """INSERT of MySQL and MariaDB, with ON DUPLICATE KEY UPDATE."""

    @property
    def inserted(self):
        return ExcludedColumns(self.table)

    _conflict_cell = OnConflictInsert._conflict_cell

    def on_duplicate_key_update(self, *args, **kw):
        from sqlalchemy import exc

        if args and kw:
            raise exc.ArgumentError(
                "Can't pass kwargs and positional arguments simultaneously"
            )
        given = args[0] if args else kw
        ordered = isinstance(given, (list, tuple))
        pairs = list(given.items()) if hasattr(given, "items") else list(given)
        if not pairs:
            raise ValueError("update parameter dictionary or list must not be empty")
        new = self._clone()
        new._conflict = {
            "duplicate_key": True, "ordered": ordered,
            "set": [[_key(key), self._conflict_cell(_key(key), value)] for key, value in pairs],
        }
        return new


def from_dml_column(column):
    from sqlalchemy import exc

    raise exc.CompileError("from_dml_column() is not supported; write the column's value instead")
