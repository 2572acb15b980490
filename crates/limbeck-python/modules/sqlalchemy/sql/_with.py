"""Common table expressions, VALUES, and the words that stand at either end of a statement."""

from ._from import AliasedReturnsRows, FromClause, OwnColumns, _columns, _Wire
from .base import ClauseElement
from .elements import TextClause, expression

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.selectable"


class CTE(AliasedReturnsRows):
    """A common table expression."""

    _keeps_name = True
    __visit_name__ = "cte"

    def __init__(self, element, name=None, recursive=False, nesting=False, restates=None,
                 cte_alias=None):
        super().__init__(element, name)
        self.recursive = recursive
        self.nesting = nesting
        self._restates = restates
        self._cte_alias = cte_alias
        self._prefixes, self._suffixes = [], []

    def _make_columns(self):
        return _columns(self.element._proxies(self))

    @property
    def _stem(self):
        return "anon"

    def alias(self, name=None, flat=False):
        return CTE(self.element, name, self.recursive, self.nesting, cte_alias=self)

    def union(self, *other):
        return self._restated("union", other)

    def union_all(self, *other):
        return self._restated("union_all", other)

    def _restated(self, word, other):
        from ._compound import CompoundSelect

        element = CompoundSelect(word, self.element, *other)
        return CTE(element, self._given_name, self.recursive, self.nesting, restates=self)

    def prefix_with(self, *words, dialect="*"):
        new = self._clone()
        new._prefixes = [*self._prefixes, *[(word, dialect) for word in words]]
        return new

    def suffix_with(self, *words, dialect="*"):
        new = self._clone()
        new._suffixes = [*self._suffixes, *[(word, dialect) for word in words]]
        return new

    def _from_wire(self):
        wire = {"from": "cte", "id": id(self), "name": self._given_name}
        if self._cte_alias is not None:
            wire["alias_of"] = _Wire(self._cte_alias)
            return wire
        wire["body"] = self.element
        wire["recursive"] = self.recursive
        wire["nesting"] = self.nesting
        if self._restates is not None:
            wire["restates"] = id(self._restates)
        if self.recursive:
            wire["columns"] = [name for name in self.element._column_names()]
        wire["prefixes"] = [str(word) for word in words_for_dialect(self._prefixes)]
        wire["suffixes"] = [str(word) for word in words_for_dialect(self._suffixes)]
        return wire


def cte_wires(ctes):
    """Expressions given by `add_cte`; those to nest here stand ahead of this statement."""
    return [
        {**cte._from_wire(), "nesting": cte.nesting or nest_here} for cte, nest_here in ctes
    ]


class HasCTE(ClauseElement):
    _ctes = ()

    def cte(self, name=None, recursive=False, nesting=False):
        return CTE(self, name, recursive, nesting)

    def add_cte(self, *ctes, nest_here=False):
        new = self._clone()
        new._ctes = (*self._ctes, *[(cte, nest_here) for cte in ctes])
        return new


class _Words(ClauseElement):
    _prefixes = ()
    _suffixes = ()

    def prefix_with(self, *words, dialect="*"):
        new = self._clone()
        new._prefixes = (*self._prefixes, *[(word, dialect) for word in words])
        return new

    def suffix_with(self, *words, dialect="*"):
        new = self._clone()
        new._suffixes = (*self._suffixes, *[(word, dialect) for word in words])
        return new


HasPrefixes = HasSuffixes = _Words


def words_for_dialect(words):
    """The words meant for the dialect that a conversion is for."""
    from .base import current_dialect

    current = current_dialect()
    return [
        word for word, dialect in words
        if dialect in ("*", None) or current is None or current.name == dialect
    ]


def hint_wires(hints):
    """The hints for elements that the dialect of a conversion is told, by the elements' ids."""
    by_element = {}
    for (element, dialect), text in hints.items():
        if words_for_dialect([(text, dialect)]):
            by_element[id(element)] = text
    return list(by_element.items())


def words_wire(words):
    return [
        word if isinstance(word, ClauseElement) else TextClause(word)
        for word in words_for_dialect(words)
    ]


class Values(OwnColumns, FromClause):
    """VALUES as a table."""

    __visit_name__ = "values"
    _lateral = False

    def __init__(self, *columns, name=None, literal_binds=False):
        own = []
        for column in columns:
            column.table = self
            own.append(column)
        self._own_columns = _columns(own)
        self._given_name = name
        self.literal_binds = literal_binds
        self._data = ()

    @property
    def name(self):
        return self._given_name

    def data(self, values):
        new = self._copied()
        new._data = (*self._data, *values)
        return new

    def cte(self, name=None, recursive=False, nesting=False):
        return CTE(self, name, recursive, nesting)

    def scalar_values(self):
        from .selectable import ScalarRow

        return ScalarRow(self)

    def _proxies(self, selectable):
        return [column._make_proxy(selectable) for column in self._own_columns]

    def _column_names(self):
        return [column.name for column in self._own_columns]

    def _reference(self):
        return {"from_id": id(self), "table": self._given_name}

    def _rows(self):
        types = [column.type for column in self._own_columns]
        return [
            [expression(value, type_=type_) for value, type_ in zip(row, types)]
            for row in self._data
        ]

    def _from_wire(self):
        return {
            "from": "values", "statement": "values", "id": id(self), "alias": self._given_name,
            "columns": self._column_names(), "rows": self._rows(),
            "literal_binds": self.literal_binds, "lateral": self._lateral,
        }
