"""Bases of what a mapped class is made of."""

from ..sql.type_api import NO_ARG
from ..util.langhelpers import Subscripted
from .base import MANYTOMANY, MANYTOONE, ONETOMANY, InspectionAttrInfo, Mapped


class AttributeOptions:
    """What `mapped_column(init=.., default=..)` says for a mapped dataclass."""

    __slots__ = (
        "dataclasses_init", "dataclasses_repr", "dataclasses_default",
        "dataclasses_default_factory", "dataclasses_compare", "dataclasses_kw_only",
        "dataclasses_hash", "dataclasses_dataclass_metadata",
    )

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    @classmethod
    def none(cls):
        return cls(*(NO_ARG for _ in cls.__slots__))


class _DCAttributeOptions:
    _attribute_options = AttributeOptions.none()


class MapperOption:
    pass


class LoaderOption(MapperOption):
    pass


class ExecutableOption(LoaderOption):
    pass


class UserDefinedOption(ExecutableOption):
    pass


class ORMOption(ExecutableOption):
    pass


class MapperProperty(_DCAttributeOptions, InspectionAttrInfo, Mapped):
    """An attribute of a mapper."""

    is_property = True
    key = None
    parent = None
    doc = None
    deferred = False
    columns = ()

    @property
    def info(self):
        return self.__dict__.setdefault("info", {})

    @info.setter
    def info(self, value):
        self.__dict__["info"] = value

    @property
    def class_attribute(self):
        return getattr(self.parent.class_, self.key)

    def _missing(self, instance):
        return None

    def __repr__(self):
        name = self.parent.class_.__name__ if self.parent is not None else "?"
        return f"<{type(self).__name__} at 0x{id(self):x}; {name}.{self.key}>"


class PropComparator(Subscripted):
    """The operators of an attribute; scripts subclass it."""

    def __init__(self, prop=None, parentmapper=None, adapt_to_entity=None):
        self.prop = self.property = prop
        self._parententity = parentmapper

    def __clause_element__(self):
        return self.prop.columns[0]


class StrategizedProperty(MapperProperty):
    pass


class CompileStateOption:
    pass
