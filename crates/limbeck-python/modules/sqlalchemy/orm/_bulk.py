"""INSERT and UPDATE of a class with sets of values, which need not have the same keys."""

from itertools import groupby

from ..engine.result import IteratorResult, null_result
from ..sql.dml import Update


def is_bulk_update(statement):
    """An UPDATE that says neither what nor where: each set names its row by the key."""
    return isinstance(statement, Update) and not statement._where and not statement._values


def bulk_update(session, mapper, sets):
    session.bulk_update_mappings(mapper, sets)
    session.expire_all()
    return null_result()


def bulk_insert(session, mapper, statement, sets, options):
    """Sets that follow each other and have the same keys are sent together."""
    rows = [_row(mapper, statement, given) for given in sets]
    returns = bool(statement._returning)
    names, found = [], []
    for _, alike in groupby(rows, key=frozenset):
        result = session.connection().execute(statement, list(alike), **options)
        if returns:
            names = list(result.keys())
            found += result.fetchall()
    return IteratorResult(names, found) if returns else null_result()


def _row(mapper, statement, given):
    """Values by column, in the order of the attributes; what is None is left to the database."""
    values = {**mapper.identifying_values(), **given}
    row = {}
    for key, prop in mapper._props.items():
        if not prop.columns or key not in values:
            continue
        column, value = prop.columns[0], values.pop(key)
        if value is not None or column.type.should_evaluate_none:
            row[column.key] = value
    if statement._values or statement._conflict is not None:
        # Values of binds that the statement has.
        row.update(values)
    return row
