"""What the annotations of mapped classes are made of, and the constants of the ORM."""

from typing import _Alias


class _Symbol:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __bool__(self):
        return False


NO_VALUE = _Symbol("NO_VALUE")
NEVER_SET = NO_VALUE
PASSIVE_NO_RESULT = _Symbol("PASSIVE_NO_RESULT")
PASSIVE_CLASS_MISMATCH = _Symbol("PASSIVE_CLASS_MISMATCH")
ATTR_WAS_SET = _Symbol("ATTR_WAS_SET")
ATTR_EMPTY = _Symbol("ATTR_EMPTY")
DONT_SET = _Symbol("DONT_SET")


class PassiveFlag(int):
    """How far to go for an attribute's value."""


# The flags, and what SQLAlchemy puts together of them.
_PASSIVE = {
    "NO_CHANGE": 0, "CALLABLES_OK": 1, "SQL_OK": 2, "RELATED_OBJECT_OK": 4, "INIT_OK": 8,
    "NON_PERSISTENT_OK": 16, "LOAD_AGAINST_COMMITTED": 32, "NO_AUTOFLUSH": 64, "NO_RAISE": 128,
    "DEFERRED_HISTORY_LOAD": 256, "INCLUDE_PENDING_MUTATIONS": 512, "PASSIVE_OFF": 31,
    "PASSIVE_RETURN_NO_VALUE": 23, "PASSIVE_NO_INITIALIZE": 22, "PASSIVE_NO_FETCH": 29,
    "PASSIVE_NO_FETCH_RELATED": 27, "PASSIVE_ONLY_PERSISTENT": 15, "PASSIVE_MERGE": 159,
}
for _name, _value in _PASSIVE.items():
    globals()[_name] = PassiveFlag(_value)
    setattr(PassiveFlag, _name, globals()[_name])
ATTR_EMPTY = _Symbol("ATTR_EMPTY")
EXT_CONTINUE = _Symbol("EXT_CONTINUE")
EXT_SKIP = _Symbol("EXT_SKIP")
EXT_STOP = _Symbol("EXT_STOP")


class RelationshipDirection:
    """Which side of a relationship holds the foreign key."""

    MANYTOONE = _Symbol("MANYTOONE")
    ONETOMANY = _Symbol("ONETOMANY")
    MANYTOMANY = _Symbol("MANYTOMANY")


MANYTOONE = RelationshipDirection.MANYTOONE
ONETOMANY = RelationshipDirection.ONETOMANY
MANYTOMANY = RelationshipDirection.MANYTOMANY


class _MappedAlias(_Alias):
    """`Mapped[...]`, and the other containers."""

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class SQLCoreOperations:
    def __class_getitem__(cls, item):
        return _MappedAlias(cls, item if isinstance(item, tuple) else (item,))


class ORMDescriptor(SQLCoreOperations):
    pass


class SQLORMOperations(SQLCoreOperations):
    """What an expression of the ORM can be asked for, by type alone."""


class SQLORMExpression(SQLORMOperations):
    """An expression of the ORM, by type alone."""


class _MappedAnnotationBase(ORMDescriptor):
    """Base of the containers that an annotation of a mapped attribute may use."""


class MappedAnnotation(_MappedAnnotationBase):
    pass


class Mapped(_MappedAnnotationBase):
    """A mapped attribute of the type in the brackets."""


class DynamicMapped(_MappedAnnotationBase):
    pass


class WriteOnlyMapped(_MappedAnnotationBase):
    pass


class Unmapped(_MappedAnnotationBase):
    """A column of the table that is no attribute of the class."""


class InspectionAttr:
    is_selectable = is_aliased_class = is_instance = is_mapper = is_bundle = False
    is_property = is_attribute = is_clause_element = False


class InspectionAttrInfo(InspectionAttr):
    info = {}


def object_mapper(instance, raiseerr=True):
    return class_mapper(type(instance))


def class_mapper(class_, configure=True):
    mapper = getattr(class_, "__mapper__", None)
    if mapper is None:
        from .exc import UnmappedClassError

        raise UnmappedClassError(class_)
    if configure:
        configure_mappers()
    return mapper


def configure_mappers():
    from ._configuring import configure_all

    configure_all()


def object_state(instance):
    from .state import InstanceState

    return InstanceState(instance)


def instance_str(instance):
    return f"<{type(instance).__name__} at 0x{id(instance):x}>"
