"""MATCH .. AGAINST."""

from ...sql.elements import ColumnElement, boolean_type, expression


class match(ColumnElement):
    """`MATCH (columns) AGAINST (text)` with its modes."""

    def __init__(self, *columns, against=None, in_boolean_mode=False,
                 in_natural_language_mode=False, with_query_expansion=False):
        if against is None:
            from ...exc import ArgumentError

            raise ArgumentError("against is required")
        if not columns:
            from ...exc import ArgumentError

            raise ArgumentError("columns are required")
        self._columns = [expression(column) for column in columns]
        self._against = expression(against)
        modes = (
            (in_boolean_mode, " IN BOOLEAN MODE"),
            (in_natural_language_mode, " IN NATURAL LANGUAGE MODE"),
            (with_query_expansion, " WITH QUERY EXPANSION"),
        )
        self._modes = [words for given, words in modes if given]

    @property
    def type(self):
        return boolean_type()

    def _changed(self, words):
        new = self._clone()
        new._modes = [*self._modes, words]
        return new

    def in_boolean_mode(self):
        return self._changed(" IN BOOLEAN MODE")

    def in_natural_language_mode(self):
        return self._changed(" IN NATURAL LANGUAGE MODE")

    def with_query_expansion(self):
        return self._changed(" WITH QUERY EXPANSION")

    def _froms(self):
        return [found for column in self._columns for found in column._froms()]

    def _wire(self):
        parts = ["MATCH ("]
        for index, column in enumerate(self._columns):
            parts.extend([", ", column] if index else [column])
        parts.extend([") AGAINST (", self._against, "".join(self._modes) + ")"])
        return {"expr": "fragments", "parts": parts, "type_": self.type}
