"""Attributes that are computed: a value on objects, an expression on the class."""

from ..orm.base import InspectionAttrInfo
from ..util.langhelpers import Subscripted


class HybridExtensionType:
    HYBRID_METHOD = "HYBRID_METHOD"
    HYBRID_PROPERTY = "HYBRID_PROPERTY"


HYBRID_METHOD = HybridExtensionType.HYBRID_METHOD
HYBRID_PROPERTY = HybridExtensionType.HYBRID_PROPERTY


class hybrid_method(InspectionAttrInfo, Subscripted):
    is_attribute = True

    def __init__(self, func, expr=None):
        self.func = func
        self.expr = expr

    def __get__(self, instance, owner):
        if instance is None:
            return (self.expr or self.func).__get__(owner, owner)
        return self.func.__get__(instance, owner)

    def expression(self, expr):
        return hybrid_method(self.func, getattr(expr, "__func__", expr))

    @property
    def inplace(self):
        return _InPlace(self)


class hybrid_property(InspectionAttrInfo, Subscripted):
    is_attribute = True

    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None,
                 update_expr=None, bulk_dml_setter=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.expr = expr
        self.custom_comparator = custom_comparator
        self.update_expr = update_expr
        self.bulk_dml_setter = bulk_dml_setter
        self.__doc__ = getattr(fget, "__doc__", None)
        self.__name__ = getattr(fget, "__name__", None)

    def __get__(self, instance, owner):
        if owner is None:
            return self
        if instance is not None:
            return self.fget(instance)
        if self.expr is not None:
            return self.expr(owner)
        if self.custom_comparator is not None:
            return self.custom_comparator(owner)
        return self.fget(owner)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def _copy(self, **changes):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied.__dict__.update(changes)
        return copied

    def getter(self, fget):
        return self._copy(fget=fget)

    def setter(self, fset):
        return self._copy(fset=fset)

    def deleter(self, fdel):
        return self._copy(fdel=fdel)

    def expression(self, expr):
        return self._copy(expr=getattr(expr, "__func__", expr))

    def comparator(self, comparator):
        return self._copy(custom_comparator=getattr(comparator, "__func__", comparator))

    def update_expression(self, method):
        return self._copy(update_expr=getattr(method, "__func__", method))

    def bulk_dml(self, setter):
        return self._copy(bulk_dml_setter=getattr(setter, "__func__", setter))

    def _pairs(self, owner, value):
        """What `values()` sets for a value of this attribute."""
        if self.update_expr is not None:
            return self.update_expr(owner, value)
        return [(self.__get__(None, owner), value)]

    def _take_bulk(self, owner, mapping, value):
        """Puts what a value of this attribute stands for into one of many sets of values."""
        if self.bulk_dml_setter is None:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(
                "Can't evaluate bulk DML statement; please supply a bulk_dml decorated function"
            )
        self.bulk_dml_setter(owner, mapping, value)

    @property
    def overrides(self):
        return self

    @property
    def inplace(self):
        return _InPlace(self)


class _InPlace:
    """`hybrid.inplace.setter` and its like change the attribute itself."""

    def __init__(self, attribute):
        self.attribute = attribute

    def _set(self, **changes):
        self.attribute.__dict__.update(changes)
        return self.attribute

    def getter(self, fget):
        return self._set(fget=fget)

    def setter(self, fset):
        return self._set(fset=fset)

    def deleter(self, fdel):
        return self._set(fdel=fdel)

    def expression(self, expr):
        return self._set(expr=getattr(expr, "__func__", expr))

    def comparator(self, comparator):
        return self._set(custom_comparator=getattr(comparator, "__func__", comparator))

    def update_expression(self, method):
        return self._set(update_expr=getattr(method, "__func__", method))

    def bulk_dml(self, method):
        return self._set(bulk_dml_setter=getattr(method, "__func__", method))


class Comparator(Subscripted):
    """What a hybrid's own comparator extends."""

    def __init__(self, expression):
        self.expression = expression

    def __clause_element__(self):
        found = self.expression
        while hasattr(found, "__clause_element__") and found is not found.__clause_element__():
            found = found.__clause_element__()
        return found

    def operate(self, op, *other, **kwargs):
        return self.__clause_element__().operate(op, *other, **kwargs)
