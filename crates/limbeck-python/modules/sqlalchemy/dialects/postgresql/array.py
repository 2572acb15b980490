"""`ARRAY[..]`, ANY and ALL."""

from ...sql import elements
from ...sql.elements import ColumnElement, expression, to_type


class array(ColumnElement):
    """`ARRAY[..]` of values and expressions."""

    __visit_name__ = "array"

    def __init__(self, clauses, *, type_=None):
        from ...sql.sqltypes import ARRAY

        clauses = list(clauses)
        given = None if type_ is None else to_type(type_)
        if given is not None and isinstance(given, ARRAY):
            given = given.item_type
        self.clauses = [expression(clause, type_=given) for clause in clauses]
        first = self.clauses[0] if self.clauses else None
        if isinstance(first, array):
            item = first.type.item_type
            inner = first.type.dimensions or 1
            self.type = ARRAY(given or item, dimensions=inner + 1)
        else:
            item = given or (to_type(first.type) if first is not None else to_type(None))
            self.type = ARRAY(item)

    def _bind(self, op, value):
        if isinstance(value, (list, tuple)):
            return array(value, type_=self.type.item_type)
        return super()._bind(op, value)

    def get_children(self, **kw):
        return self.clauses

    def _froms(self):
        return [found for clause in self.clauses for found in clause._froms()]

    def _wire(self):
        return {"expr": "array", "items": list(self.clauses), "type_": self.type}


def items_of(text):
    """The items of an array from the server's text of it."""
    import re

    tokens = re.findall(r'[{}]|"(?:[^"\\]|\\.)*"|[^{},"]+', text, re.DOTALL)
    found = [[]]
    for token in tokens:
        if token == "{":
            found.append([])
        elif token == "}":
            items = found.pop()
            found[-1].append(items)
        elif token[0] == '"':
            found[-1].append(re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL))
        else:
            found[-1].append(None if token == "NULL" else token)
    return found[0][-1]


def Any(other, arrexpr, operator=None):
    return arrexpr.any(other, operator)


def All(other, arrexpr, operator=None):
    return arrexpr.all(other, operator)


def __getattr__(name):
    if name == "ARRAY":
        from . import ARRAY

        return ARRAY
    raise AttributeError(f"module 'sqlalchemy.dialects.postgresql.array' has no attribute {name!r}")
