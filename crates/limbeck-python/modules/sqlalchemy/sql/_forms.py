"""CASE, EXTRACT, COLLATE and other forms, which few scripts use."""

from ._terms import BindParameter, ColumnElement, condition_, expression
from ._values import affinity, null_type, to_type, type_named

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.elements"


class TypeCoerce(ColumnElement):
    __visit_name__ = "type_coerce"

    def __init__(self, expression_, type_):
        self.type = to_type(type_)
        clause = expression(expression_, type_=self.type)
        if isinstance(clause, BindParameter) and clause.given:
            clause = clause._clone()
            clause.type = self.type
        self.clause = clause

    def _froms(self):
        return self.clause._froms()

    def get_children(self, **kw):
        return (self.clause,)

    def _wire(self):
        return {"expr": "type_coerce", "operand": self.clause, "type_": self.type}


class Case(ColumnElement):
    __visit_name__ = "case"
    _fingerprint = "parts"

    def __init__(self, *whens, value=None, else_=None):
        from sqlalchemy import exc

        if len(whens) == 1 and isinstance(whens[0], dict):
            whens = list(whens[0].items())
        elif len(whens) == 1 and isinstance(whens[0], list):
            raise exc.ArgumentError(
                'The "whens" argument to case(), when referring to a sequence of items, is now '
                "passed as a series of positional elements, rather than as a list. "
            )
        self.value = None if value is None else expression(value)
        pairs = []
        for condition, result in whens:
            if self.value is not None:
                condition = expression(condition)
            else:
                condition = condition_(condition)
            pairs.append((condition, expression(result)))
        self.whens = pairs
        self.else_ = None if else_ is None else expression(else_)

    @property
    def type(self):
        candidates = [result for _, result in reversed(self.whens)]
        if self.else_ is not None:
            candidates.append(self.else_)
        for candidate in candidates:
            type_ = to_type(getattr(candidate, "type", None))
            if type(type_).__name__ != "NullType":
                return type_
        return null_type()

    def get_children(self, **kw):
        found = [] if self.value is None else [self.value]
        for pair in self.whens:
            found.extend(pair)
        if self.else_ is not None:
            found.append(self.else_)
        return found

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        return {
            "expr": "case", "value": self.value, "whens": [list(pair) for pair in self.whens],
            "else": self.else_,
        }


class Extract(ColumnElement):
    __visit_name__ = "extract"

    def __init__(self, field, expr):
        self.field = field
        self.expr = expression(expr)

    @property
    def type(self):
        return type_named("Integer")

    def _froms(self):
        return self.expr._froms()

    def get_children(self, **kw):
        return (self.expr,)

    def _wire(self):
        return {"expr": "extract", "field": self.field, "operand": self.expr}


class Collate(ColumnElement):
    __visit_name__ = "collate"
    _shown_as = "BinaryExpression"

    def __init__(self, element, collation, schema=None):
        self.left = self.element = element
        self.collation = collation
        self.schema = schema

    @property
    def type(self):
        type_ = to_type(self.element.type)
        if affinity(type_) != "String":
            return type_
        type_ = type_.copy()
        type_.collation = self.collation
        return type_

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        return {
            "expr": "collate", "operand": self.element, "collation": self.collation,
            "schema": self.schema,
        }


class Slice(ColumnElement):
    __visit_name__ = "slice"

    def __init__(self, start, stop, step):
        self.start, self.stop, self.step = (
            None if part is None else expression(part) for part in (start, stop, step)
        )

    @property
    def type(self):
        return null_type()

    def _wire(self):
        return {"expr": "slice", "start": self.start, "stop": self.stop, "step": self.step}


def case(*whens, value=None, else_=None):
    return Case(*whens, value=value, else_=else_)


def type_coerce(expression, type_):
    return TypeCoerce(expression, type_)


def extract(field, expr):
    return Extract(field, expr)


def collate(expression_, collation, collation_schema=None):
    return Collate(expression(expression_), collation, collation_schema)
