"""`SQLModel`, `Field` and `Relationship`."""

from pydantic._checks import Context
from pydantic._errors import Failure
from pydantic._filling import complete, error_of, filled, initialize
from pydantic.fields import FieldInfo as _FieldInfo
from pydantic.fields import PydanticUndefined
from pydantic.main import BaseModel, ModelMetaclass
from sqlalchemy.orm.base import _MappedAlias
from sqlalchemy.orm.decl_api import DeclarativeMeta, declared_attr, registry

Undefined = PydanticUndefined


class FieldInfo(_FieldInfo):
    pass


class RelationshipInfo:
    def __init__(self, *, back_populates=None, cascade_delete=False, passive_deletes=False,
                 link_model=None, sa_relationship=None, sa_relationship_args=None,
                 sa_relationship_kwargs=None):
        if sa_relationship is not None:
            for name, value in (("sa_relationship_args", sa_relationship_args),
                                ("sa_relationship_kwargs", sa_relationship_kwargs)):
                if value is not None:
                    raise RuntimeError(
                        f"Passing {name} is not supported when also passing a sa_relationship"
                    )
        self.back_populates = back_populates
        self.cascade_delete = cascade_delete
        self.passive_deletes = passive_deletes
        self.link_model = link_model
        self.sa_relationship = sa_relationship
        self.sa_relationship_args = sa_relationship_args
        self.sa_relationship_kwargs = sa_relationship_kwargs


_COLUMN = ("primary_key", "foreign_key", "unique", "nullable", "index", "sa_type", "ondelete",
           "sa_column_args", "sa_column_kwargs")


def Field(default=Undefined, *, default_factory=None, schema_extra=None, **kw):
    """A field, and what its column has beside the type."""
    extra = dict(schema_extra or {})
    column = kw.get("sa_column", Undefined)
    if column is not Undefined:
        for name in _COLUMN:
            if kw.get(name, Undefined) is not Undefined:
                raise RuntimeError(f"Passing {name} is not supported when also passing a sa_column")
    if kw.get("primary_key", Undefined) is Undefined and (
        kw.get("ondelete", Undefined) is not Undefined
        and kw.get("foreign_key", Undefined) is Undefined
    ):
        raise RuntimeError("ondelete can only be used with foreign_key")
    for name, other in (("min_items", "min_length"), ("max_items", "max_length")):
        value = kw.pop(name, None)
        if value is not None:
            kw.setdefault(other, value)
    for name in ("const", "include", "unique_items", "allow_mutation"):
        kw.pop(name, None)
    kw = {name: value for name, value in kw.items() if value is not Undefined}
    return FieldInfo(default, default_factory=default_factory, **{**extra, **kw})


def Relationship(**kw):
    return RelationshipInfo(**kw)


def is_table_model_class(cls):
    config = getattr(cls, "model_config", None)
    return bool(config and config.get("table", False))


def _target_of(name, info, annotation):
    """The class that a relationship's annotation names, or its name."""
    from typing import Union, get_args, get_origin

    origin = get_origin(annotation)
    if isinstance(annotation, str):
        return annotation
    if hasattr(annotation, "__forward_arg__"):
        return annotation.__forward_arg__
    if origin is None:
        return annotation
    if origin is Union:
        some = [item for item in get_args(annotation) if item is not type(None)]
        if len(some) > 1:
            raise ValueError(
                "Cannot have a (non-optional) union as a SQLAlchemy relationship"
            )
        return _target_of(name, info, some[0])
    if issubclass(origin, list):
        return _target_of(name, info, get_args(annotation)[0])
    raise ValueError(f"Unable to determine the target of the relationship {name!r}")


class SQLModelMetaclass(ModelMetaclass, DeclarativeMeta):
    """Makes a model, and with `table=True` a mapped class of it."""

    def __setattr__(cls, name, value):
        if is_table_model_class(cls):
            DeclarativeMeta.__setattr__(cls, name, value)
        else:
            type.__setattr__(cls, name, value)

    def __new__(mcs, name, bases, namespace, **kwargs):
        relationships = {
            key: value for key, value in namespace.items() if isinstance(value, RelationshipInfo)
        }
        body = {key: value for key, value in namespace.items() if key not in relationships}
        body["__sqlmodel_relationships__"] = relationships
        settings = {key: value for key, value in kwargs.items() if key != "registry"}
        # A class below a table is a table only if it says so itself.
        cls = super().__new__(mcs, name, bases, body, **settings)
        if relationships:
            # The order of columns follows that of annotations, where these come first.
            from _limbeck_annotations import of_class

            written = of_class(cls)
            first = {key: written[key] for key in relationships if key in written}
            type.__setattr__(cls, "__annotations__", {**first, **written})
        if cls.model_config.get("table") is True:
            from ._types import column_of

            for key, field in cls.__pydantic_fields__.items():
                type.__setattr__(cls, key, column_of(field))
            cls.model_config["read_from_attributes"] = True
            cls.model_config["from_attributes"] = True
        given = kwargs.get("registry")
        if given is not None:
            type.__setattr__(cls, "_sa_registry", given)
            type.__setattr__(cls, "metadata", given.metadata)
            type.__setattr__(cls, "__abstract__", True)
        return cls

    def __init__(cls, name, bases, namespace, **kwargs):
        if not is_table_model_class(cls) or any(is_table_model_class(base) for base in bases):
            ModelMetaclass.__init__(cls, name, bases, namespace, **kwargs)
            return
        if cls.__sqlmodel_relationships__:
            cls._set_relationships()
        DeclarativeMeta.__init__(cls, name, bases, namespace)

    def _set_relationships(cls):
        from _limbeck_annotations import of_class, resolved
        from sqlalchemy.orm.relationships import relationship

        annotations = of_class(cls)
        for name, info in cls.__sqlmodel_relationships__.items():
            if info.sa_relationship is not None:
                type.__setattr__(cls, name, info.sa_relationship)
                continue
            annotation = resolved(annotations[name], cls)
            if isinstance(annotation, _MappedAlias):
                annotation = annotation.__args__[0]
            options = {}
            if info.back_populates:
                options["back_populates"] = info.back_populates
            if info.cascade_delete:
                options["cascade"] = "all, delete-orphan"
            if info.passive_deletes:
                options["passive_deletes"] = info.passive_deletes
            if info.link_model is not None:
                table = getattr(info.link_model, "__table__", None)
                if table is None:
                    raise RuntimeError(
                        f"Couldn't find the secondary table for model {info.link_model}"
                    )
                options["secondary"] = table
            options["uselist"] = _is_list(annotation)
            options.update(info.sa_relationship_kwargs or {})
            made = relationship(_target_of(name, info, annotation),
                                *(info.sa_relationship_args or ()), **options)
            type.__setattr__(cls, name, made)


def _is_list(annotation):
    from typing import get_origin

    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, list)


default_registry = registry()


class SQLModel(BaseModel, metaclass=SQLModelMetaclass, registry=default_registry):
    """Base of models that may be tables."""

    __slots__ = ("__weakref__",)
    __allow_unmapped__ = True
    model_config = {"from_attributes": True}

    def __init__(self, /, **data):
        cls = type(self)
        if not is_table_model_class(cls):
            initialize(self, data, Context(config=cls.model_config))
            return
        # A table's objects are not checked, so that they can be filled bit by bit.
        _limbeck_fill(self, data)

    @classmethod
    def _limbeck_prepare(cls, instance):
        complete(instance, {}, set(), None)

    def __setattr__(self, name, value):
        cls = type(self)
        if name == "_sa_instance_state":
            self.__dict__[name] = value
            return
        if is_table_model_class(cls):
            found = getattr(cls, name, None)
            if hasattr(found, "prop"):
                if name in _relationships(cls):
                    found.__set__(self, value)
                    return
                found.__set__(self, value)
                self.__pydantic_fields_set__.add(name)
                return
        BaseModel.__setattr__(self, name, value)

    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()

    @classmethod
    def model_validate(cls, obj, *, strict=None, from_attributes=None, context=None, update=None):
        if not is_table_model_class(cls):
            if update and isinstance(obj, dict):
                obj = {**obj, **update}
            elif update:
                made = BaseModel.model_validate.__func__(cls, obj, from_attributes=True)
                return made.model_copy(update=update)
            return BaseModel.model_validate.__func__(
                cls, obj, strict=strict, from_attributes=from_attributes, context=context)
        if not isinstance(obj, dict):
            obj = {
                name: getattr(obj, name) for name in cls.__pydantic_fields__ if hasattr(obj, name)
            }
        obj = {**obj, **(update or {})}
        made = cls.__new__(cls)
        try:
            filled(made, obj, Context(context, bool(strict), cls.model_config))
        except Failure as failure:
            raise error_of(cls, failure) from None
        return made

    parse_obj = model_validate

    @classmethod
    def from_orm(cls, obj, update=None):
        return cls.model_validate(obj, update=update)

    def sqlmodel_update(self, obj, *, update=None):
        values = dict(obj) if isinstance(obj, dict) else dict(iter(obj))
        values.update(update or {})
        for name, value in values.items():
            if name in type(self).__pydantic_fields__:
                setattr(self, name, value)
        return self


def _relationships(cls):
    found = {}
    for base in reversed(cls.__mro__):
        found.update(base.__dict__.get("__sqlmodel_relationships__", {}))
    return found


def _limbeck_fill(instance, data):
    """The values of a new row's object: those given, and the defaults."""
    cls = type(instance)
    complete(instance, {}, set(), None)
    fields = cls.__pydantic_fields__
    defaults = {}
    for name, field in fields.items():
        alias = field.alias
        if alias and alias in data:
            instance.__dict__[name] = data[alias]
        elif name in data:
            instance.__dict__[name] = data[name]
        elif not field.is_required():
            defaults[name] = field.get_default(call_default_factory=True)
            continue
        else:
            continue
        instance.__pydantic_fields_set__.add(name)
    instance.__dict__.update(defaults)
    related = _relationships(cls)
    for name, value in data.items():
        if name in related:
            setattr(instance, name, value)
        elif name not in fields and hasattr(getattr(cls, name, None), "prop"):
            setattr(instance, name, value)
