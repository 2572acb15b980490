"""Defaults of columns that the client supplies, functions among them."""

import _limbeck

from .base import current_dialect, is_run, running
from .elements import BindParameter, clause_of


def _name(name):
    """The key by which a set of values knows a column."""
    return str(name) if isinstance(name, str) else getattr(clause_of(name), "key", None) or str(name)


class Call:
    """What a column's default function may ask while an INSERT is prepared."""

    def __init__(self, parameters):
        self.current_parameters = parameters

    def get_current_parameters(self, isolate_multiinsert_groups=True):
        return self.current_parameters


def default_wire(column, default, given):
    """What the client supplies for a column that got no value."""
    if default is None or getattr(default, "is_sentinel", False):
        return None
    if getattr(default, "is_callable", False):
        # Of a statement that is only written down, nobody is asked.
        value = default.value(Call(given)) if is_run() else None
    elif hasattr(default, "next_value"):
        dialect = current_dialect()
        if dialect is not None and (
            not dialect.supports_sequences or default.optional and dialect.name == "postgresql"
        ):
            return None
        return default
    else:
        value = default.arg
    clause = clause_of(value)
    if clause is not None:
        return clause
    return BindParameter(column.key, value, type_=column.type)


def _called(statement, given):
    """The columns without a value whose default is a function of the client's."""
    attribute = "onupdate" if statement.__visit_name__ == "update" else "default"
    for column in getattr(statement.table, "c", ()):
        default = getattr(column, attribute, None)
        if getattr(default, "is_callable", False) and column.key not in given:
            yield column, default


def _with_called(columns, row, given):
    """A set of values and what the functions give for it, one after the other."""
    row, given = dict(row), dict(given)
    for column, default in columns:
        row[column.key] = given[column.key] = default.value(Call(given))
    return row


def with_called_defaults(statement, single, many):
    """The statement and its values, for each set of which a default has been called, once."""
    if statement._multi:
        return called_in_rows(statement), single, many
    own = statement._values or {}
    if getattr(statement, "_select", None) is not None:
        return _called_beside(statement, own), single, many
    attribute = "onupdate" if statement.__visit_name__ == "update" else "default"
    if not _limbeck.may_supply(statement.table, attribute):
        return statement, single, many
    known = [column.key for column, _ in _called(statement, ())]
    if not known:
        return statement, single, many
    sets = many or [single or {}]
    columns = list(_called(statement, {**own, **{_name(name): None for name in sets[0]}}))
    if not columns:
        return _supplied(statement, known), single, many
    made = [_with_called(columns, row, {**own, **row}) for row in sets]
    parts = {
        column.key for column, _ in columns for row in made
        if clause_of(row[column.key]) is not None
    }
    if parts and many:
        # An expression is part of the statement, which is the same for all sets.
        return statement, single, many
    statement = _supplied(statement, known)
    if parts:
        statement._values = {**own, **{key: made[0].pop(key) for key in parts}}
    return statement, made[0], made if many else None


def _supplied(statement, names):
    """The statement where the defaults of these columns are not asked any more."""
    statement = statement._clone()
    statement._supplied = frozenset(names)
    return statement


def called_in_rows(statement):
    """The statement with what functions give for each row that lacks a value."""
    rows = statement._multi
    columns = [pair for pair in _called(statement, ()) if any(pair[0].key not in row for row in rows)]
    if not columns:
        return statement

    def filled(row):
        return _with_called([pair for pair in columns if pair[0].key not in row], row, row)

    statement = statement._clone()
    statement._multi = tuple(filled(row) for row in rows)
    return statement


def _called_beside(statement, own):
    """What an INSERT from a SELECT gets of defaults, the same for all its rows."""
    if not statement.include_insert_from_select_defaults:
        return statement
    given = {**own, **dict.fromkeys(statement._names)}
    columns = list(_called(statement, given))
    if not columns:
        return statement
    statement = statement._clone()
    with running():
        statement._made = {
            column.key: default_wire(column, default, given) for column, default in columns
        }
    return statement
