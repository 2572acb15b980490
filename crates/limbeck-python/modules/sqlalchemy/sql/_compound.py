"""UNION and its like, and queries that are given as text."""

from ._from import Subquery, TableClause
from ._queries import GenerativeSelect, ScalarSelect, SelectBase
from ._with import CTE, Values
from .elements import clause_of, is_type_wire, reject

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.selectable"

_COMPOUND = {
    "union": "UNION", "union_all": "UNION ALL", "except": "EXCEPT", "except_all": "EXCEPT ALL",
    "intersect": "INTERSECT", "intersect_all": "INTERSECT ALL",
}


class CompoundSelect(GenerativeSelect):
    """UNION and its like."""

    __visit_name__ = "compound_select"

    def __init__(self, keyword, *selects):
        self.keyword = keyword
        self.selects = [_query(item) for item in selects]

    def _result_columns(self):
        return self.selects[0]._result_columns()

    def union(self, *other):
        return CompoundSelect("union", self, *other)

    def union_all(self, *other):
        return CompoundSelect("union_all", self, *other)

    def _wire(self):
        wire = {
            "statement": "select",
            "compound": {"word": _COMPOUND[self.keyword], "selects": list(self.selects)},
        }
        self._tail_wire(wire)
        return wire

    def _resolved(self, item):
        # Columns are named without their table behind a UNION.
        return item


def _query(value):
    clause = clause_of(value)
    if isinstance(clause, ScalarSelect):
        return clause.element
    if isinstance(clause, SelectBase):
        return clause
    if isinstance(clause, (Subquery, Values, CTE, TableClause)):
        return clause.select()
    reject(value, "SELECT construct for inclusion in a UNION or other set construct expected")


class TextualSelect(SelectBase):
    """`text(..).columns(..)`"""

    __visit_name__ = "textual_select"
    # The columns that are found by their names in the result, where they are not told by place.
    _columns_by_name = None

    def __init__(self, text, columns):
        self.element = text
        self.column_args = columns

    def _result_columns(self):
        return list(self.column_args)

    def bindparams(self, *binds, **values):
        return TextualSelect(self.element.bindparams(*binds, **values), self.column_args)

    def _wire(self):
        wire = dict(self.element._wire())
        wire["columns"] = [
            [column.name, is_type_wire(column.type)] for column in self.column_args
        ]
        return wire


TextAsFrom = TextualSelect
