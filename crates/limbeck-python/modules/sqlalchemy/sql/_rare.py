"""Constructs that scripts seldom use."""

from .base import ClauseElement, Executable
from .elements import ClauseList, ColumnElement, _by, to_type


class OrderByList(ClauseList):
    """Several expressions that are ordered alike."""


class TypeClause(ClauseElement):
    def __init__(self, type_):
        self.type = to_type(type_)

    def _wire(self):
        return {"expr": "fragments", "parts": [{"type_sql": self.type}]}


class aggregate_order_by(ColumnElement):
    """The last argument of an aggregate, and the order that it takes."""

    __visit_name__ = "aggregate_order_by"

    def __init__(self, target, *order_by):
        from .elements import expression

        self.target = expression(target)
        self.order_by = [_by(item) for item in order_by]

    @property
    def type(self):
        return to_type(self.target.type)

    def get_children(self, **kw):
        return (self.target, *self.order_by)

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        return {
            "expr": "aggregate_order_by", "operand": self.target, "order_by": self.order_by,
        }


AggregateOrderBy = aggregate_order_by


class _Savepoint(Executable):
    _word = None

    def __init__(self, ident):
        self.ident = ident

    def _wire(self):
        return {"statement": "raw", "sql": self._word + str(self.ident)}


class SavepointClause(_Savepoint):
    _word = "SAVEPOINT "


class RollbackToSavepointClause(_Savepoint):
    _word = "ROLLBACK TO SAVEPOINT "


class ReleaseSavepointClause(_Savepoint):
    _word = "RELEASE SAVEPOINT "


def lambda_stmt(function, *args, **kw):
    """The statement that the function gives: nothing is kept between calls here."""
    return function()


class LambdaElement(ClauseElement):
    pass


class StatementLambdaElement(LambdaElement):
    pass


class TString(ClauseElement):
    pass


def tstring(template):
    from sqlalchemy import exc

    raise exc.ArgumentError("template strings need Python 3.14; use text() instead")
