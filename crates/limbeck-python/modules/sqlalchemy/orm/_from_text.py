"""`from_statement()`: objects from the rows of a statement that was written by hand."""

from ..sql.base import Executable
from ..sql.elements import TextClause
from ..sql.selectable import TextualSelect
from .loading import Entity, Reader, Selected


class FromStatement(Executable):
    """Classes and columns, and the statement that their values come from."""

    def __init__(self, columns, element):
        self._raw_columns = list(columns)
        self.element = element

    def params(self, *given, **values):
        if given:
            values = {**given[0], **values}
        return FromStatement(self._raw_columns, self.element.bindparams(**values))


def run_from_statement(session, given, params):
    from .query import _objects, run

    statement = given.element
    made = getattr(statement, "_raw_columns", None) or getattr(statement, "_returning", None) or ()
    if any(isinstance(item, Selected) for item in made):
        return run(session, statement, params)
    if isinstance(statement, TextClause):
        statement = TextualSelect(statement, [])
        statement._columns_by_name = {
            name: column for item in given._raw_columns for _, column in _pairs(item)
            for name in _names(column)
        }
    result = session.connection().execute(statement, params)
    keys = list(result.keys())
    columns = [_Found(item, keys) for item in given._raw_columns]
    return _objects(session, columns, _Rows(columns, result), given)


def _pairs(item):
    return item.pairs() if isinstance(item, Selected) else [(item.key, item)]


def _names(column):
    """The names that a column may have in a result."""
    table = getattr(getattr(column, "table", None), "name", None)
    return [column.name] if table is None else [column.name, f"{table}_{column.name}"]


class _Found(Selected):
    """An entity or column, and where its values stand in each row."""

    def __init__(self, item, keys):
        self.item = item
        self.mapper = getattr(item, "mapper", None)
        self.found, self.places = [], []
        for key, column in _pairs(item):
            name = next((name for name in reversed(_names(column)) if name in keys), None)
            if name is not None:
                self.found.append((key, column))
                self.places.append(keys.index(name))
            elif not isinstance(item, Entity) or column.primary_key:
                from ..exc import NoSuchColumnError

                raise NoSuchColumnError(
                    f"Could not locate column in row for column '{'.'.join(_names(column)[:1])}'"
                )

    @property
    def description(self):
        return getattr(self.item, "description", None) or self.item.key

    def pairs(self):
        return self.found

    def reader(self, session):
        if isinstance(self.item, Entity):
            return Reader(session, self.item.mapper, [key for key, _ in self.found]).read()
        if isinstance(self.item, Selected):
            return self.item.reader(session)
        return lambda values: values[0]


class _Rows:
    """A result's values in the order in which they are asked for."""

    def __init__(self, columns, result):
        self.places = [place for column in columns for place in column.places]
        self.result = result

    def _raw(self):
        return [tuple([row[place] for place in self.places]) for row in self.result._raw()]
