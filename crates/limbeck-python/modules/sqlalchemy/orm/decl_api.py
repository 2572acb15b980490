"""Declarative bases, registries, and the decorators of declarative classes."""

from ..sql.schema import MetaData
from ..sql.type_api import NO_ARG
from ..util.langhelpers import Subscripted


class declared_attr(Subscripted):
    """A method of a mixin whose result becomes the attribute of each mapped class."""

    def __init__(self, fn, cascading=False, quiet=False):
        # What is decorated twice, as by @classmethod, is unwrapped.
        self.fget = getattr(fn, "__func__", fn)
        self._cascading = cascading
        self._quiet = quiet
        self.__doc__ = getattr(fn, "__doc__", None)
        self.__name__ = getattr(self.fget, "__name__", None)

    def __get__(self, instance, owner):
        made = getattr(owner, "__dict__", {}).get("_sa_declared_attr_reg")
        if made is None:
            return self.fget(owner)
        if self not in made:
            made[self] = self.fget(owner)
        return made[self]

    def return_annotation(self):
        try:
            return getattr(self.fget, "__annotations__", {}).get("return")
        except NameError:
            return None

    class directive:
        """Marks `__tablename__` and its like: only the value matters."""

        def __new__(cls, fn):
            return declared_attr(fn, quiet=True)

    @classmethod
    def cascading(cls, fn=None):
        if fn is None:
            return lambda function: cls(function, cascading=True)
        return cls(fn, cascading=True)


class _Cascading:
    """`declared_attr.cascading`, as a decorator and as `declared_attr.cascading.directive`."""

    def __call__(self, fn):
        return declared_attr(fn, cascading=True)

    def directive(self, fn):
        return declared_attr(fn, cascading=True, quiet=True)


declared_attr.cascading = _Cascading()
_stateful_declared_attr = declared_attr


def declarative_mixin(cls):
    return cls


def _default_constructor(self, **kwargs):
    cls = type(self)
    for name, value in kwargs.items():
        if not hasattr(cls, name):
            raise TypeError(f"{name!r} is an invalid keyword argument for {cls.__name__}")
        setattr(self, name, value)


_default_constructor.__name__ = "__init__"
_declarative_constructor = _default_constructor


def _map(registry, cls):
    from ._scan import map_class

    type.__setattr__(cls, "_sa_declared_attr_reg", {})
    try:
        if getattr(cls, "_limbeck_tainted", False):
            _map_in_part(registry, cls)
        else:
            map_class(registry, cls)
    finally:
        type.__delattr__(cls, "_sa_declared_attr_reg")


def _map_in_part(registry, cls):
    """Maps a class that has a placeholder among its bases, as far as it goes without that."""
    from _limbeck_placeholder import base_of

    from ._scan import map_class

    missing = base_of(cls)
    mapped = True
    try:
        map_class(registry, cls)
    except Exception:
        # The key may be what the missing base has.
        mapped = False
    table = cls.__dict__.get("__table__")
    if table is not None:
        table._limbeck_lacks = missing
    if not mapped:
        type.__setattr__(cls, "__table__", missing.__table__)
        type.__setattr__(cls, "__mapper__", missing.__mapper__)


def set_attribute(cls, key, value):
    """An attribute that is assigned to a mapped class joins its mapping."""
    if "__mapper__" in cls.__dict__:
        from .mapper import add_attribute

        if add_attribute(cls, key, value):
            return
    type.__setattr__(cls, key, value)


class DeclarativeAttributeIntercept(type):
    """The metaclass of classes below DeclarativeBase."""

    def __setattr__(cls, key, value):
        set_attribute(cls, key, value)


def _is_abstract(cls):
    """Whether a declarative class has no table of its own, nor of a class above it."""
    return cls.__dict__.get("__abstract__", False) or any(
        "_limbeck_abstract_below" in base.__dict__ for base in cls.__bases__
    )


class DeclarativeMeta(DeclarativeAttributeIntercept):
    """The metaclass of classes below `declarative_base()`."""

    def __init__(cls, classname, bases, dict_, **kw):
        registry_ = getattr(cls, "_sa_registry", None)
        given = cls.__dict__.get("registry")
        if registry_ is None and isinstance(given, registry):
            registry_ = cls._sa_registry = given
            if "metadata" not in cls.__dict__:
                type.__setattr__(cls, "metadata", given.metadata)
        if not _is_abstract(cls):
            _map(registry_, cls)
        type.__init__(cls, classname, bases, dict_)


class _ClassRegistry(dict):
    """Mapped classes by name; one of a name that stands twice has to be named by its module."""


class registry:
    """Mapped classes that know each other, and their metadata."""

    def __init__(self, *, metadata=None, class_registry=None, type_annotation_map=None,
                 constructor=_default_constructor):
        self.metadata = metadata or MetaData()
        self._class_registry = class_registry if class_registry is not None else {}
        self.constructor = constructor
        self.type_annotation_map = {}
        self._mappers = []
        if type_annotation_map is not None:
            self.update_type_annotation_map(type_annotation_map)

    def update_type_annotation_map(self, type_annotation_map):
        from ._types import without_none

        for python_type, column_type in type_annotation_map.items():
            self.type_annotation_map[without_none(python_type)[0]] = column_type

    def _register(self, cls):
        name = cls.__name__
        known = self._class_registry.get(name)
        if known is None or known is cls:
            self._class_registry[name] = cls
        elif isinstance(known, list):
            known.append(cls)
        elif isinstance(known, type):
            self._class_registry[name] = [known, cls]

    @property
    def mappers(self):
        return frozenset(self._mappers)

    def configure(self, cascade=False):
        from ._configuring import configure_all

        configure_all()

    def dispose(self, cascade=False):
        self._mappers.clear()

    def generate_base(self, mapper=None, cls=object, name="Base", metaclass=DeclarativeMeta):
        bases = cls if isinstance(cls, tuple) else (cls,)
        body = {"registry": self, "metadata": self.metadata, "__abstract__": True,
                "__module__": __name__}
        if isinstance(cls, type):
            body["__doc__"] = cls.__doc__
        if self.constructor is not None:
            body["__init__"] = self.constructor
        if mapper is not None:
            body["__mapper_cls__"] = mapper
        if hasattr(bases[0], "__class_getitem__"):
            body["__class_getitem__"] = classmethod(lambda cls, key: cls)
        if getattr(bases[0], "_limbeck_tainted", False):
            from _limbeck_placeholder import metaclass_with

            metaclass = metaclass_with(metaclass, bases)
        return metaclass(name, bases, body)

    def mapped(self, cls):
        _give_registry(cls, self)
        _map(self, cls)
        return cls

    def mapped_as_dataclass(self, __cls=None, **arguments):
        def decorate(cls):
            cls._sa_apply_dc_transforms = arguments
            return self.mapped(cls)

        return decorate if __cls is None else decorate(__cls)

    unmapped_dataclass = staticmethod(lambda cls=None, **kw: cls if cls else (lambda given: given))

    def as_declarative_base(self, **kw):
        def decorate(cls):
            kw["cls"] = cls
            kw.setdefault("name", cls.__name__)
            return self.generate_base(**kw)

        return decorate

    def map_declaratively(self, cls):
        self.mapped(cls)
        return cls.__mapper__

    def map_imperatively(self, class_, local_table=None, **kw):
        from .mapper import Mapper

        _give_registry(class_, self)
        self._register(class_)
        class_.__table__ = local_table
        return Mapper(class_, local_table, _registry=self, **kw)


def _give_registry(cls, registry_):
    if "_sa_registry" not in cls.__dict__:
        cls._sa_registry = registry_
    if hasattr(cls, "_sa_apply_dc_transforms"):
        return
    if cls.__init__ is object.__init__ and registry_.constructor is not None:
        cls.__init__ = registry_.constructor


def _set_up_base(cls):
    """A direct subclass of DeclarativeBase: what its classes share."""
    own = cls.__dict__
    found = own.get("registry")
    metadata = own.get("metadata")
    type_map = own.get("type_annotation_map")
    if isinstance(found, registry):
        if metadata is not None and metadata is not found.metadata:
            found.metadata = metadata
        if type_map:
            found.update_type_annotation_map(type_map)
    else:
        inherited = getattr(cls, "metadata", None)
        if not isinstance(inherited, MetaData):
            inherited = None
        found = registry(
            metadata=metadata or inherited,
            type_annotation_map=type_map or getattr(cls, "type_annotation_map", None),
        )
        type.__setattr__(cls, "registry", found)
    type.__setattr__(cls, "_sa_registry", found)
    if "metadata" not in own:
        type.__setattr__(cls, "metadata", found.metadata)
    if getattr(cls, "__init__", object.__init__) is object.__init__:
        type.__setattr__(cls, "__init__", found.constructor)


def _is_base(cls, root):
    return root in cls.__bases__


class MappedAsDataclass(metaclass=DeclarativeAttributeIntercept):
    """Mixin: mapped classes below it are dataclasses."""

    def __init_subclass__(cls, init=NO_ARG, repr=NO_ARG, eq=NO_ARG, order=NO_ARG,
                          unsafe_hash=NO_ARG, match_args=NO_ARG, kw_only=NO_ARG,
                          dataclass_callable=NO_ARG, **kw):
        given = {
            "init": init, "repr": repr, "eq": eq, "order": order, "unsafe_hash": unsafe_hash,
            "match_args": match_args, "kw_only": kw_only,
        }
        arguments = dict(getattr(cls, "_sa_apply_dc_transforms", None) or {})
        arguments.update((name, value) for name, value in given.items() if value is not NO_ARG)
        type.__setattr__(cls, "_sa_apply_dc_transforms", arguments)
        super().__init_subclass__(**kw)
        if "__mapper__" not in cls.__dict__:
            from .decl_dataclass import collect_unmapped

            collect_unmapped(cls)


class DeclarativeBase(metaclass=DeclarativeAttributeIntercept):
    """Base of a project's own base class."""

    def __init_subclass__(cls, **kw):
        if _is_base(cls, DeclarativeBase):
            _set_up_base(cls)
        elif not _is_abstract(cls):
            _map(cls._sa_registry, cls)
        super().__init_subclass__(**kw)


class DeclarativeBaseNoMeta:
    """As DeclarativeBase, without a metaclass."""

    def __init_subclass__(cls, **kw):
        if _is_base(cls, DeclarativeBaseNoMeta):
            _set_up_base(cls)
        elif not _is_abstract(cls):
            _map(cls._sa_registry, cls)
        super().__init_subclass__(**kw)


def declarative_base(*, metadata=None, mapper=None, cls=object, name="Base", class_registry=None,
                     type_annotation_map=None, constructor=_default_constructor,
                     metaclass=DeclarativeMeta, bind=None):
    return registry(
        metadata=metadata, class_registry=class_registry, constructor=constructor,
        type_annotation_map=type_annotation_map,
    ).generate_base(mapper=mapper, cls=cls, name=name, metaclass=metaclass)


def as_declarative(**kw):
    metadata = kw.pop("metadata", None)
    class_registry = kw.pop("class_registry", None)
    return registry(metadata=metadata, class_registry=class_registry).as_declarative_base(**kw)


def mapped_as_dataclass(registry_, **arguments):
    return registry_.mapped_as_dataclass(**arguments)


def unmapped_dataclass(cls=None, **kw):
    return cls if cls is not None else lambda given: given


def has_inherited_table(cls):
    return any("__table__" in base.__dict__ or getattr(base, "__table__", None) is not None
               for base in cls.__mro__[1:])


def synonym_for(name, map_column=False):
    def decorate(function):
        from .properties import SynonymProperty

        return SynonymProperty(name, map_column=map_column, descriptor=function)

    return decorate


def add_mapped_attribute(target, key, attr):
    from .mapper import add_attribute

    add_attribute(target, key, attr)
