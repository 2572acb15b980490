"""An attribute of related objects as an attribute of one's own."""

from ..orm.base import InspectionAttrInfo, Mapped
from ..orm.interfaces import _DCAttributeOptions
from ..orm.properties import options_from


class AssociationProxy(InspectionAttrInfo, _DCAttributeOptions, Mapped):
    """`association_proxy()`."""

    is_attribute = True

    def __init__(self, target_collection, attr, *, creator=None, create_on_none_assignment=False,
                 attribute_options=None, **kw):
        self.target_collection = target_collection
        self.value_attr = attr
        self.creator = creator
        self._attribute_options = options_from(kw)

    def __get__(self, instance, owner):
        if instance is None:
            return self
        found = getattr(instance, self.target_collection)
        if found is None:
            return None
        if isinstance(found, dict):
            return {key: getattr(value, self.value_attr) for key, value in found.items()}
        if isinstance(found, (list, set)):
            return _Values(instance, self, found)
        return getattr(found, self.value_attr)

    def __set__(self, instance, value):
        held = getattr(instance, self.target_collection)
        make = self.creator or type(instance).__mapper__.get_property(
            self.target_collection).target().class_
        if isinstance(held, list):
            setattr(instance, self.target_collection, [make(item) for item in value])
        elif held is None:
            setattr(instance, self.target_collection, make(value))
        else:
            setattr(held, self.value_attr, value)


class _Values(list):
    """The values, and an `append` that makes the object in between."""

    def __init__(self, instance, proxy, found):
        super().__init__(getattr(item, proxy.value_attr) for item in found)
        self._owner = (instance, proxy, found)

    def append(self, value):
        instance, proxy, found = self._owner
        make = proxy.creator or type(instance).__mapper__.get_property(
            proxy.target_collection).target().class_
        found.append(make(value))
        list.append(self, value)


def association_proxy(target_collection, attr, **kw):
    return AssociationProxy(target_collection, attr, **kw)


_AssociationList = _AssociationDict = _AssociationSet = AssociationProxy
AssociationProxyInstance = AssociationProxy
