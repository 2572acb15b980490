"""An attribute of related objects as an attribute of one's own."""

from ..orm.base import InspectionAttrInfo, Mapped
from ..orm.interfaces import _DCAttributeOptions
from ..orm.properties import options_from
from ._proxied import ProxiedDict, ProxiedList, ProxiedSet


class AssociationProxy(InspectionAttrInfo, _DCAttributeOptions, Mapped):
    """`association_proxy()`."""

    is_attribute = True

    def __init__(self, target_collection, attr, *, creator=None, create_on_none_assignment=False,
                 attribute_options=None, proxy_factory=None, proxy_bulk_set=None,
                 getset_factory=None, **kw):
        if proxy_factory is not None or proxy_bulk_set is not None or getset_factory is not None:
            raise NotImplementedError(
                "association_proxy() takes no proxy_factory, proxy_bulk_set or getset_factory: "
                "change the related objects themselves"
            )
        self.target_collection = target_collection
        self.value_attr = attr
        self.creator = creator
        self.create_on_none_assignment = create_on_none_assignment
        self._attribute_options = options_from(kw)
        self.owner = None

    def __set_name__(self, owner, name):
        self.owner = owner

    def __get__(self, instance, owner):
        if instance is None:
            return AssociationProxyInstance(self, owner)
        found = getattr(instance, self.target_collection)
        kind = _kind_of(found)
        if kind is not None:
            return kind(instance, self)
        return None if found is None else self.value_of(found)

    def __set__(self, instance, value):
        held = getattr(instance, self.target_collection)
        if _kind_of(held) is not None:
            self.__get__(instance, type(instance))._replace(value)
        elif held is not None:
            setattr(held, self.value_attr, value)
        elif value is not None or self.create_on_none_assignment:
            setattr(instance, self.target_collection, self.make(instance, value))

    def __delete__(self, instance):
        held = getattr(instance, self.target_collection)
        if held is not None:
            delattr(held, self.value_attr)

    def make(self, instance, *values):
        """The object in between for a value, or for a key and its value."""
        make = self.creator or type(instance).__mapper__.get_property(
            self.target_collection).target().class_
        return make(*values)

    def value_of(self, item):
        return None if item is None else getattr(item, self.value_attr)


def _kind_of(held):
    if held is None or hasattr(type(held), "__mapper__"):
        return None
    if isinstance(held, dict):
        return ProxiedDict
    if isinstance(held, set):
        return ProxiedSet
    return ProxiedList if hasattr(held, "append") else None


class AssociationProxyInstance:
    """The attribute as it stands on a class: in conditions on what it leads to."""

    def __init__(self, proxy, owner):
        self.parent = proxy
        self.owning_class = owner

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        return getattr(self.parent, name)

    @property
    def attr(self):
        return self.local_attr, self.remote_attr

    @property
    def local_attr(self):
        return getattr(self.owning_class, self.parent.target_collection)

    @property
    def target_class(self):
        return self.local_attr.prop.target().class_

    @property
    def remote_attr(self):
        return getattr(self.target_class, self.parent.value_attr)

    @property
    def scalar(self):
        return not self.local_attr.prop.is_collection()

    def any(self, criterion=None, **values):
        remote = self.remote_attr
        if hasattr(remote, "any") and hasattr(getattr(remote, "prop", None), "cascades_to"):
            inner = remote.any if remote.prop.is_collection() else remote.has
            return self.local_attr.any(inner(*_given(criterion), **values))
        return self.local_attr.any(*_given(criterion), **values)

    has = any

    def contains(self, value):
        return self.local_attr.any(self.remote_attr == value)

    def __eq__(self, value):
        if value is None:
            from ..sql.elements import or_

            return or_(self.local_attr.has(self.remote_attr.is_(None)), ~self.local_attr.has())
        return self.local_attr.has(self.remote_attr == value)

    def __ne__(self, value):
        return self.local_attr.has(self.remote_attr != value)

    def in_(self, values):
        return self.local_attr.has(self.remote_attr.in_(values))

    def like(self, value):
        return self.local_attr.has(self.remote_attr.like(value))

    __hash__ = object.__hash__


def _given(criterion):
    return () if criterion is None else (criterion,)


def association_proxy(target_collection, attr, **kw):
    return AssociationProxy(target_collection, attr, **kw)


_AssociationList, _AssociationDict, _AssociationSet = ProxiedList, ProxiedDict, ProxiedSet
