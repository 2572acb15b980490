"""The declarative system under its older address."""

_FROM_ORM = frozenset(
    (
        "DeclarativeMeta as_declarative declarative_base declared_attr has_inherited_table "
        "synonym_for declarative_mixin registry"
    ).split()
)


class _Deferred:
    """Marks classes whose tables are known later."""

    __abstract__ = True


class ConcreteBase(_Deferred):
    __abstract__ = True


class AbstractConcreteBase(ConcreteBase):
    """What directly extends it has no table; its columns stand in those of the classes below."""

    __abstract__ = True
    _limbeck_abstract_below = True


class DeferredReflection(_Deferred):
    """Classes whose tables are read from the database by `prepare()`."""

    __abstract__ = True

    @classmethod
    def prepare(cls, bind, **reflect_kw):
        metadata = cls.metadata
        for table in list(metadata.tables.values()):
            table._autoload(bind)


def instrument_declarative(cls, cls_registry, metadata):
    from ...orm import registry

    registry(class_registry=cls_registry, metadata=metadata).map_declaratively(cls)


def __getattr__(name):
    if name in _FROM_ORM:
        from ... import orm

        return getattr(orm, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
