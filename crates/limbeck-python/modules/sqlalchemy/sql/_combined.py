"""Expressions that operators make of others."""

from ._terms import BindParameter, ColumnElement, expression
from ._values import (
    affinity, boolean_type, compared_type, is_type_wire, null_type, to_type, value_to_wire,
)
from .base import ClauseElement
from .operators import COMPARISONS, MIRROR, custom_op

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.elements"


class BinaryExpression(ColumnElement):
    """`left operator right`."""

    __visit_name__ = "binary"
    _fingerprint = "parts"

    def __init__(self, left, right, operator, type_=None, modifiers=None, negate=None):
        self.left = left
        self.right = right
        self.operator = operator
        self.type = to_type(type_)
        self.modifiers = modifiers or {}

    def __bool__(self):
        name = self.operator if isinstance(self.operator, str) else None
        if name == "eq":
            return self.left is self.right
        if name == "ne":
            return self.left is not self.right
        raise TypeError("Boolean value of this clause is not defined")

    def _froms(self):
        return (*self.left._froms(), *self.right._froms())

    def get_children(self, **kw):
        return (self.left, self.right)

    def _wire(self):
        op = self.operator
        wire = {"expr": "binary", "left": self.left, "right": self.right}
        if isinstance(op, custom_op):
            wire["op"] = op.opstring
            wire["custom"] = True
            wire["precedence"] = op.precedence
            if op.natural_self_precedent:
                wire["natural"] = True
            if op.eager_grouping:
                wire["eager_grouping"] = True
        else:
            wire["op"] = op
        if self.modifiers:
            wire["modifiers"] = {k: v for k, v in self.modifiers.items() if v is not None}
        wire["type_"] = is_type_wire(self.type)
        return wire


class UnaryExpression(ColumnElement):
    """A word before or after an expression."""

    __visit_name__ = "unary"
    _fingerprint = "parts"

    def __init__(self, element, operator=None, modifier=None, type_=None):
        self.element = element
        self.operator = operator
        self.modifier = modifier
        self.type = to_type(type_)

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        op = self.operator or self.modifier
        wire = {
            "expr": "unary", "op": getattr(op, "opstring", op), "operand": self.element,
            "type_": is_type_wire(self.type),
        }
        if isinstance(op, custom_op):
            wire["custom"] = True
        return wire


class CollectionAggregate(UnaryExpression):
    """ANY and ALL: they stand on the right of their comparison."""

    def operate(self, op, *other, **kwargs):
        if op not in COMPARISONS:
            from sqlalchemy import exc

            raise exc.ArgumentError("Only comparison operators may be used with ANY/ALL")
        from ._operate import operate

        return operate(self, MIRROR.get(op, op), *other, reverse=True, **kwargs)

    def _bind(self, op, value):
        type_ = self.element.type
        if affinity(type_) == "ARRAY":
            type_ = type_.item_type
        return BindParameter(None, value, compared_type(type_, op, value), unique=True)


class ClauseList(ClauseElement):
    """Expressions with commas between them."""

    __visit_name__ = "clauselist"
    _fingerprint = "parts"

    def __init__(self, *clauses, **kw):
        self.clauses = [expression(clause) for clause in clauses]

    def __iter__(self):
        return iter(self.clauses)

    def __len__(self):
        return len(self.clauses)

    def get_children(self, **kw):
        return self.clauses

    def _froms(self):
        return [found for clause in self.clauses for found in clause._froms()]

    def _wire(self):
        return {"expr": "list", "items": list(self.clauses)}


class BooleanClauseList(ColumnElement):
    """AND and OR."""

    __visit_name__ = "expression_clauselist"
    _fingerprint = "parts"

    def __init__(self, operator, clauses):
        self.operator = operator
        self.clauses = tuple(clauses)

    @property
    def type(self):
        return boolean_type()

    def __iter__(self):
        return iter(self.clauses)

    def __len__(self):
        return len(self.clauses)

    def _froms(self):
        return [found for clause in self.clauses for found in clause._froms()]

    def get_children(self, **kw):
        return self.clauses

    def _wire(self):
        return {"expr": self.operator, "items": list(self.clauses)}


class Negation(ColumnElement):
    """NOT, before the compiler has chosen between the word and the opposite operator."""

    __visit_name__ = "unary"
    _fingerprint = "parts"

    def __init__(self, element):
        self.element = element

    @property
    def _shown_as(self):
        is_binary = isinstance(self.element, (BinaryExpression, Between))
        return "BinaryExpression" if is_binary else "UnaryExpression"

    @property
    def type(self):
        return boolean_type()

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        return {"expr": "unary", "op": "inv", "operand": self.element}


class Grouping(ColumnElement):
    __visit_name__ = "grouping"
    _fingerprint = "parts"

    def __init__(self, element):
        self.element = element

    @property
    def type(self):
        return self.element.type

    def _froms(self):
        return self.element._froms()

    def get_children(self, **kw):
        return (self.element,)

    def _wire(self):
        return {"expr": "grouping", "operand": self.element}


class Between(ColumnElement):
    __visit_name__ = "binary"
    _shown_as = "BinaryExpression"
    _fingerprint = "parts"

    def __init__(self, element, low, high, symmetric):
        self.element, self.low, self.high, self.symmetric = element, low, high, symmetric

    @property
    def type(self):
        return boolean_type()

    def get_children(self, **kw):
        return (self.element, self.low, self.high)

    def _froms(self):
        return [found for child in self.get_children() for found in child._froms()]

    def _wire(self):
        return {
            "expr": "between", "operand": self.element, "low": self.low, "high": self.high,
            "symmetric": self.symmetric,
        }


class Tuple(ClauseList, ColumnElement):
    __visit_name__ = "tuple"

    def __init__(self, *clauses, types=None):
        types = types or []
        self.clauses = [
            expression(clause, type_=types[index] if index < len(types) else None)
            for index, clause in enumerate(clauses)
        ]
        self.types = [to_type(clause.type) for clause in self.clauses]

    @property
    def type(self):
        return null_type()

    def _bind(self, op, value):
        return Tuple(*[
            BindParameter(None, item, compared_type(self.types[index], op, item), unique=True)
            for index, item in enumerate(value)
        ])

    def _bind_many(self, op, values):
        bind = BindParameter(None, values, type_=null_type(), unique=True, expanding=True)
        return _TupleBind(bind, self.types)

    def _wire(self):
        return {"expr": "list", "items": list(self.clauses), "parens": True}


class _TupleBind(BindParameter):
    """Several tuples for IN."""

    def __init__(self, bind, types):
        self.__dict__.update(bind.__dict__)
        self._types = types

    def _wire(self):
        wire = BindParameter._wire(self)
        wire["value"] = [
            [value_to_wire(part, self._types[index]) for index, part in enumerate(item)]
            for item in self.value
        ]
        wire["types"] = [is_type_wire(type_) for type_ in self._types]
        return wire
