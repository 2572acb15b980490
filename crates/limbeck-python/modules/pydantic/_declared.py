"""What the body of a model class says: its fields, its validators, its configuration."""

from _limbeck_annotations import of_class, resolved

from ._core import validator_of, with_metadata
from ._errors import PydanticUserError, fail
from .fields import ComputedFieldInfo, FieldInfo, ModelPrivateAttr, PydanticUndefined

_RESERVED = frozenset(("model_config", "Config"))


def _is_class_var(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(("ClassVar", "typing.ClassVar", "t.ClassVar"))
    from typing import Annotated, ClassVar, get_args, get_origin

    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation is ClassVar or get_origin(annotation) is ClassVar


def _decorated():
    from .functional_validators import Decorated

    return Decorated


class Parts:
    """What a class adds to its model: fields, private attributes, validators."""

    def __init__(self, cls):
        self.cls = cls
        self.fields = {}
        self.private = {}
        self.computed = {}
        self.validators = []
        for base in reversed(cls.__mro__[1:]):
            inherited = base.__dict__.get("__pydantic_parts__")
            if inherited is not None:
                for name, field in inherited.fields.items():
                    self.fields[name] = field._copy()
                self.private.update(inherited.private)
                self.computed.update(inherited.computed)
                for item in inherited.validators:
                    if item not in self.validators:
                        self.validators.append(item)
            elif base is not object:
                self._collect_validators(base)
        self._collect_validators(cls)
        self._collect_fields()

    def _collect_validators(self, cls):
        import sys

        decorated = sys.modules.get("pydantic.functional_validators")
        for name, value in list(cls.__dict__.items()):
            if isinstance(value, ComputedFieldInfo):
                self.computed[name] = value
            elif decorated is not None and isinstance(value, decorated.Decorated):
                self.validators = [item for item in self.validators if item[0] != name]
                self.validators.append((name, value))

    def _collect_fields(self):
        cls = self.cls
        own = cls.__dict__
        links = own.get("__sqlmodel_relationships__", ())
        for name, annotation in of_class(cls).items():
            if _is_class_var(annotation) or name in _RESERVED or name in links:
                continue
            default = own.get(name, PydanticUndefined)
            if isinstance(default, ModelPrivateAttr):
                self.private[name] = default
            elif name[:1] == "_":
                if name[:2] != "__":
                    self.private[name] = ModelPrivateAttr(default)
            else:
                self.fields[name] = FieldInfo._of(resolved(annotation, cls), default)
                continue
            if name in own:
                type.__delattr__(cls, name)
        for name, value in list(own.items()):
            if isinstance(value, ModelPrivateAttr):
                self.private[name] = value
                type.__delattr__(cls, name)
            elif isinstance(value, FieldInfo) and name not in self.fields:
                raise PydanticUserError(
                    f"Field {name!r} requires a type annotation", code="model-field-missing-"
                    "annotation",
                )
            elif (
                name in self.fields and name not in of_class(cls) and name[:1] != "_"
                and not callable(value) and not isinstance(value, property)
            ):
                self.fields[name].default = value
                self.fields[name].default_factory = None
        for name in self.fields:
            if name in own:
                type.__delattr__(cls, name)


def config_of(cls, namespace, keywords):
    config = {}
    for base in reversed(cls.__mro__[1:]):
        config.update(base.__dict__.get("model_config") or {})
    old = namespace.get("Config")
    if isinstance(old, type):
        for base in reversed(old.__mro__[:-1]):
            for name, value in vars(base).items():
                if name[:2] != "__":
                    config[_RENAMED.get(name, name)] = getattr(value, "value", value)
    config.update(namespace.get("model_config") or {})
    config.update(keywords)
    return config


_RENAMED = {
    "orm_mode": "from_attributes", "allow_population_by_field_name": "populate_by_name",
    "anystr_strip_whitespace": "str_strip_whitespace", "min_anystr_length": "str_min_length",
    "max_anystr_length": "str_max_length", "validate_all": "validate_default",
    "schema_extra": "json_schema_extra",
}


def apply_alias_generator(fields, config):
    generator = config.get("alias_generator")
    if generator is None:
        return
    for name, field in fields.items():
        if field.alias_priority not in (None, 1):
            continue
        if callable(generator):
            made = generator(name)
            field.alias = made
            field.validation_alias = field.validation_alias or made
            field.serialization_alias = field.serialization_alias or made
        else:
            for key in ("alias", "validation_alias", "serialization_alias"):
                make = getattr(generator, key, None)
                if make is not None:
                    setattr(field, key, make(name))
            if generator.alias is not None:
                field.validation_alias = field.validation_alias or field.alias
                field.serialization_alias = field.serialization_alias or field.alias


class Checks:
    """The functions that check a model's input."""

    def __init__(self, cls):
        from . import functional_validators as validators

        parts, config = cls.__pydantic_parts__, cls.model_config
        self.fields = {}
        self.before, self.after, self.wrap = [], [], []
        self.always = set()
        by_field = {}
        for name, item in parts.validators:
            bound = item.wrapped.__get__(None, cls)
            if not isinstance(item.wrapped, (classmethod, staticmethod)):
                bound = item.wrapped.__get__(cls, type(cls))
            if item.kind in ("field", "field_v1"):
                function = bound
                if item.kind == "field_v1":
                    function = _v1_validator(bound, item)
                    if item.always:
                        self.always.update(item.fields)
                for field in item.fields:
                    by_field.setdefault(field, []).append((item.mode, function))
            elif item.kind == "model":
                group = {"before": self.before, "after": self.after, "wrap": self.wrap}[item.mode]
                group.append(item.wrapped if item.mode == "after" else bound)
            elif item.kind == "root_v1":
                (self.before if item.mode == "before" else self.after).append(
                    bound if item.mode == "before" else _v1_root(bound)
                )
        for name, field in parts.fields.items():
            if getattr(field, "init_var", None):
                continue
            check = validator_of(field.annotation, config, cls)
            if field.discriminator:
                check = _discriminated(field, check)
            check = with_metadata(check, field.metadata, field.annotation)
            every = [*by_field.get(name, ()), *by_field.get("*", ())]
            for mode, function in every:
                check = validators.around(check, function, mode)
            self.fields[name] = check


def _discriminated(field, check):
    """Only the member of the union that the input names is tried."""
    from typing import get_args

    name = field.discriminator

    def checked(value, ctx):
        if not isinstance(name, str):
            return check(value, ctx)
        tag = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
        for member in get_args(field.annotation):
            fields = getattr(member, "__pydantic_fields__", None)
            if fields and tag in get_args(fields[name].annotation):
                return member.__pydantic_check__(value, ctx)
        if tag is None:
            raise fail("union_tag_not_found", "Unable to extract tag using discriminator "
                       f"'{name}'", value)
        raise fail("union_tag_invalid", f"Input tag '{tag}' found using '{name}' does not match "
                   "any of the expected tags", value)

    return checked


def _v1_validator(function, item):
    from .functional_validators import _plain, positional_count

    code = _plain(function).__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]

    def check(value, info):
        keywords = {}
        if "values" in names:
            keywords["values"] = info.data
        if item.each_item and isinstance(value, (list, tuple, set)):
            return type(value)(function(each, **keywords) for each in value)
        return function(value, **keywords)

    return check


def _v1_root(function):
    def check(instance):
        values = function(dict(instance.__dict__))
        if isinstance(values, dict):
            instance.__dict__.update(values)
        return instance

    return check
