"""The `__init__` and `__repr__` of mapped dataclasses."""

from _limbeck_annotations import of_class

from ..sql.type_api import NO_ARG


class _Field:
    __slots__ = ("name", "init", "default", "factory", "kw_only", "repr")

    def __init__(self, name, init, default, factory, kw_only, repr):
        self.name = name
        self.init = init
        self.default = default
        self.factory = factory
        self.kw_only = kw_only
        self.repr = repr


def _pick(value, otherwise):
    return otherwise if value is NO_ARG else value


def _is_class_var(annotation):
    from typing import ClassVar, get_origin

    if isinstance(annotation, str):
        return "ClassVar" in annotation
    return annotation is ClassVar or get_origin(annotation) is ClassVar


def _field(name, value, keyword_only):
    options = getattr(value, "_attribute_options", None)
    if options is not None and hasattr(options, "dataclasses_init"):
        return _Field(
            name, _pick(options.dataclasses_init, True), options.dataclasses_default,
            options.dataclasses_default_factory, _pick(options.dataclasses_kw_only, keyword_only),
            _pick(options.dataclasses_repr, True),
        )
    if type(value).__name__ == "Field" and hasattr(value, "default_factory"):
        import dataclasses

        def given(item):
            return NO_ARG if item is dataclasses.MISSING else item

        kw_only = keyword_only if value.kw_only is dataclasses.MISSING else value.kw_only
        return _Field(name, value.init, given(value.default), given(value.default_factory),
                      kw_only, value.repr)
    return _Field(name, True, value, NO_ARG, keyword_only, True)


def _fields(cls, own):
    """The fields of `cls`, those that its bases brought first."""
    found = {}
    for base in reversed(cls.__mro__[1:]):
        for field in base.__dict__.get("_sa_dataclass_fields", ()):
            found[field.name] = field
    keyword_only = bool((cls._sa_apply_dc_transforms or {}).get("kw_only", False))
    for name, annotation in of_class(cls).items():
        if not _is_class_var(annotation) and not (name[:2] == "__"):
            found[name] = _field(name, own.get(name, NO_ARG), keyword_only)
    return list(found.values())


def collect_unmapped(cls):
    """A mixin or abstract base: its fields are those of the classes below it."""
    type.__setattr__(cls, "_sa_dataclass_fields", _fields(cls, dict(cls.__dict__)))


def apply(scan):
    """Gives a mapped dataclass its methods."""
    cls, arguments = scan.cls, scan.dataclass_arguments
    fields = _fields(cls, scan.own)
    type.__setattr__(cls, "_sa_dataclass_fields", fields)
    if arguments.get("init", True) and "__init__" not in scan.own:
        type.__setattr__(cls, "__init__", _initializer(cls, fields))
    if arguments.get("repr", True) and "__repr__" not in scan.own:
        type.__setattr__(cls, "__repr__", _shown(fields))


def _initializer(cls, fields):
    wanted = [field for field in fields if field.init]
    positional = [field for field in wanted if not field.kw_only]
    optional = None
    for field in positional:
        has_default = field.default is not NO_ARG or field.factory is not NO_ARG
        if has_default:
            optional = field.name
        elif optional is not None:
            raise TypeError(f"non-default argument {field.name!r} follows default argument "
                            f"{optional!r}")

    def __init__(self, *args, **kwargs):
        if len(args) > len(positional):
            raise TypeError(
                f"__init__() takes {len(positional) + 1} positional arguments but "
                f"{len(args) + 1} were given"
            )
        given = {field.name: value for field, value in zip(positional, args)}
        for name, value in kwargs.items():
            if name in given or all(field.name != name for field in wanted):
                raise TypeError(f"__init__() got an unexpected keyword argument {name!r}")
            given[name] = value
        for field in fields:
            if field.name in given:
                setattr(self, field.name, given[field.name])
            elif field.factory is not NO_ARG:
                setattr(self, field.name, field.factory())
            elif field.default is not NO_ARG:
                setattr(self, field.name, field.default)
            elif field.init:
                raise TypeError(
                    f"__init__() missing 1 required argument: {field.name!r}"
                )
        after = getattr(self, "__post_init__", None)
        if after is not None:
            after()

    return __init__


def _shown(fields):
    names = [field.name for field in fields if field.repr]

    def __repr__(self):
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({parts})"

    return __repr__
