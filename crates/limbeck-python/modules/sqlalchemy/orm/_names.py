"""What rows call their columns: as the attributes are called, where columns have other names."""

from ..engine._execute import _objects
from ..sql.elements import ColumnClause
from ..sql.schema import Table
from ..sql.selectable import Select


def named_by_attribute(statement, result):
    """The result of a SELECT of attributes, its rows known by their names."""
    if not isinstance(statement, Select):
        return result
    keys = getattr(statement, "_attribute_keys", None) or {}
    columns = list(statement._result_columns())
    names = list(result.keys()) if result.returns_rows else []
    if len(columns) != len(names):
        return result
    known = [keys.get(id(column)) or _own_key(column) for column in columns]
    if not any(known):
        return result
    names = [key or name for key, name in zip(known, names)]
    result._setup(names, result._rows, _objects(columns))
    return result


def _own_key(column):
    """The key of a column of a subquery that has another name there."""
    if not isinstance(column, ColumnClause) or isinstance(column.table, Table):
        return None
    return column.key if column.name is not None and column.key != column.name else None
