"""Models: classes whose fields are checked."""

import abc

from _limbeck_annotations import of_class, resolved

from ._core import Context, Undecided, any_value, validator_of, with_metadata
from ._errors import Failure, PydanticUserError, ValidationError, below, fail, from_raised
from .fields import (
    AliasChoices,
    AliasPath,
    ComputedFieldInfo,
    FieldInfo,
    ModelPrivateAttr,
    PydanticUndefined,
)

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


class _Parts:
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


def _config_of(cls, namespace, keywords):
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


class ModelMetaclass(abc.ABCMeta):
    """Makes a class's annotations its fields."""

    def __new__(mcs, name, bases, namespace, **kwargs):
        given = dict(kwargs)
        for key in ("__pydantic_generic_metadata__", "__pydantic_reset_parent_namespace__",
                    "_create_model_module"):
            given.pop(key, None)
        cls = super().__new__(mcs, name, bases, namespace)
        config = _config_of(cls, namespace, given)
        type.__setattr__(cls, "model_config", config)
        type.__setattr__(cls, "__pydantic_checks__", None)
        parts = _Parts(cls)
        type.__setattr__(cls, "__pydantic_parts__", parts)
        type.__setattr__(cls, "__pydantic_fields__", parts.fields)
        _apply_alias_generator(parts.fields, config)
        after = getattr(cls, "__pydantic_init_subclass__", None)
        if after is not None:
            after(**kwargs)
        return cls

    def __init__(cls, name, bases, namespace, **kwargs):
        type.__init__(cls, name, bases, namespace)

    @property
    def model_fields(cls):
        return cls.__pydantic_fields__

    @property
    def __fields__(cls):
        return cls.__pydantic_fields__

    @property
    def model_computed_fields(cls):
        return cls.__pydantic_parts__.computed

    def __getattr__(cls, name):
        private = cls.__dict__.get("__pydantic_parts__")
        if private is not None and name in private.private:
            return private.private[name]
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")


def _apply_alias_generator(fields, config):
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


class _Checks:
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


class BaseModel(metaclass=ModelMetaclass):
    """Base of models."""

    __slots__ = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__",
                 "__pydantic_private__")

    def __init__(self, /, **data):
        _initialize(self, data, Context(config=type(self).model_config))

    def __init_subclass__(cls, **kwargs):
        pass

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs):
        pass

    def __class_getitem__(cls, item):
        return cls

    # Checking.

    @classmethod
    def __pydantic_made_checks__(cls):
        checks = cls.__dict__.get("__pydantic_checks__")
        if checks is None:
            try:
                checks = _Checks(cls)
            except Undecided as error:
                raise PydanticUserError(
                    f"`{cls.__name__}` is not fully defined; you should define `{error.name}`, "
                    f"then call `{cls.__name__}.model_rebuild()`.", code="class-not-fully-defined",
                ) from None
            type.__setattr__(cls, "__pydantic_checks__", checks)
        return checks

    @classmethod
    def __pydantic_check__(cls, value, ctx):
        """A value of a field whose type is this model."""
        inner = Context(ctx.context, ctx.strict, cls.model_config, ctx.from_attributes,
                        ctx.by_alias, ctx.by_name)
        if isinstance(value, cls):
            if cls.model_config.get("revalidate_instances", "never") == "never":
                return value
            value = dict(value.__dict__)
        if not isinstance(value, dict):
            if ctx.from_attributes or cls.model_config.get("from_attributes"):
                value = _Attributes(value)
            elif not cls.__pydantic_made_checks__().before:
                name = cls.__name__
                raise fail("model_type", "Input should be a valid dictionary or instance of "
                           f"{name}", value, {"class_name": name})
        instance = cls.__new__(cls)
        return _filled(instance, value, inner)

    @classmethod
    def model_validate(cls, obj, *, strict=None, from_attributes=None, context=None,
                       by_alias=None, by_name=None, extra=None):
        ctx = Context(context, bool(strict or cls.model_config.get("strict")), cls.model_config,
                      bool(from_attributes), by_alias, by_name)
        try:
            return cls.__pydantic_check__(obj, ctx)
        except Failure as failure:
            raise _error(cls, failure) from None

    parse_obj = model_validate

    @classmethod
    def model_validate_json(cls, json_data, *, strict=None, context=None, by_alias=None,
                            by_name=None, extra=None):
        import json

        try:
            data = json.loads(json_data)
        except ValueError as error:
            raise ValidationError(cls.__name__, [{
                "type": "json_invalid", "loc": (), "msg": f"Invalid JSON: {error}",
                "input": json_data,
            }]) from None
        return cls.model_validate(data, strict=strict, context=context)

    parse_raw = model_validate_json

    @classmethod
    def model_validate_strings(cls, obj, *, strict=None, context=None, **kw):
        return cls.model_validate(obj, strict=strict, context=context)

    @classmethod
    def from_orm(cls, obj):
        return cls.model_validate(obj, from_attributes=True)

    @classmethod
    def validate(cls, value):
        return cls.model_validate(value)

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        made = cls.__new__(cls)
        found = {}
        for name, field in cls.__pydantic_fields__.items():
            if name in values:
                found[name] = values[name]
            elif field.alias in values:
                found[name] = values[field.alias]
            elif not field.is_required():
                found[name] = field.get_default(call_default_factory=True, validated_data=found)
        _complete(made, found, set(values) if _fields_set is None else _fields_set, None)
        return made

    construct = model_construct

    @classmethod
    def model_rebuild(cls, *, force=False, raise_errors=True, _parent_namespace_depth=2,
                      _types_namespace=None):
        type.__setattr__(cls, "__pydantic_checks__", None)
        cls.__pydantic_made_checks__()
        return True

    update_forward_refs = model_rebuild

    def model_post_init(self, context, /):
        pass

    # Reading.

    @property
    def model_fields_set(self):
        return self.__pydantic_fields_set__

    __fields_set__ = model_fields_set

    @property
    def model_extra(self):
        return self.__pydantic_extra__

    def model_dump(self, **options):
        from ._dump import dump_model

        return dump_model(self, **options)

    def model_dump_json(self, *, indent=None, **options):
        import json

        from ._dump import dump_model

        options["mode"] = "json"
        separators = (",", ":") if indent is None else None
        return json.dumps(dump_model(self, **options), indent=indent, separators=separators,
                          ensure_ascii=False)

    def dict(self, **options):
        return self.model_dump(**options)

    def json(self, **options):
        return self.model_dump_json(**{
            name: value for name, value in options.items() if name not in ("encoder", "default")
        })

    def model_copy(self, *, update=None, deep=False):
        import copy

        made = type(self).__new__(type(self))
        values = copy.deepcopy(self.__dict__) if deep else {
            **self.__dict__
        }
        values.update(update or {})
        _complete(made, values, set(self.__pydantic_fields_set__) | set(update or ()),
                  self.__pydantic_extra__, dict(self.__pydantic_private__ or {}))
        return made

    def copy(self, *, update=None, deep=False, **kw):
        return self.model_copy(update=update, deep=deep)

    __copy__ = model_copy

    def __deepcopy__(self, memo=None):
        return self.model_copy(deep=True)

    @classmethod
    def model_json_schema(cls, *args, **kw):
        raise NotImplementedError("JSON schemas of models are not made here")

    schema = model_json_schema

    # As an object.

    def __setattr__(self, name, value):
        cls = type(self)
        parts = cls.__pydantic_parts__
        if name in parts.private:
            if self.__pydantic_private__ is None:
                object.__setattr__(self, "__pydantic_private__", {})
            self.__pydantic_private__[name] = value
            return
        if name[:2] == "__" or name[:1] == "_":
            object.__setattr__(self, name, value)
            return
        config = cls.model_config
        field = parts.fields.get(name)
        if config.get("frozen") or field is not None and field.frozen:
            kind = "frozen_instance" if config.get("frozen") else "frozen_field"
            word = "Instance" if config.get("frozen") else "Field"
            raise ValidationError(cls.__name__, [{
                "type": kind, "loc": (name,), "msg": f"{word} is frozen", "input": value,
            }])
        if field is None:
            self._set_other(cls, config, name, value)
            return
        if config.get("validate_assignment"):
            ctx = Context(config=config)
            ctx.data, ctx.field = dict(self.__dict__), name
            try:
                value = cls.__pydantic_made_checks__().fields[name](value, ctx)
            except Failure as failure:
                raise ValidationError(cls.__name__, below(failure, name)) from None
        self.__dict__[name] = value
        self.__pydantic_fields_set__.add(name)

    def _set_other(self, cls, config, name, value):
        found = getattr(cls, name, None)
        if hasattr(found, "__set__") or isinstance(found, property):
            object.__setattr__(self, name, value)
        elif config.get("extra") == "allow":
            self.__pydantic_extra__[name] = value
        else:
            raise ValueError(f'"{cls.__name__}" object has no field "{name}"')

    def __getattr__(self, name):
        if name[:2] != "__":
            private = self.__pydantic_private__
            if private is not None and name in private:
                return private[name]
            extra = self.__pydantic_extra__
            if extra and name in extra:
                return extra[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __eq__(self, other):
        if not isinstance(other, BaseModel):
            return NotImplemented
        return type(self) is type(other) and self.__dict__ == other.__dict__ and (
            self.__pydantic_extra__ == other.__pydantic_extra__
        )

    def __hash__(self):
        if type(self).model_config.get("frozen"):
            return hash((type(self), tuple(self.__dict__.values())))
        raise TypeError(f"unhashable type: {type(self).__name__!r}")

    def __iter__(self):
        yield from [item for item in self.__dict__.items() if item[0][:1] != "_"]
        if self.__pydantic_extra__:
            yield from self.__pydantic_extra__.items()

    def __repr_args__(self):
        for name, value in self.__dict__.items():
            field = type(self).__pydantic_fields__.get(name)
            if field is not None and field.repr:
                yield name, value
        if self.__pydantic_extra__:
            yield from self.__pydantic_extra__.items()
        for name in type(self).__pydantic_parts__.computed:
            yield name, getattr(self, name)

    def __repr_str__(self, join):
        return join.join(
            repr(value) if name is None else f"{name}={value!r}"
            for name, value in self.__repr_args__()
        )

    def __repr__(self):
        return f"{type(self).__name__}({self.__repr_str__(', ')})"

    def __str__(self):
        return self.__repr_str__(" ")


class _Attributes:
    """An object's attributes as a model's input."""

    def __init__(self, subject):
        self.subject = subject

    def get(self, name, default=None):
        return getattr(self.subject, name, default)

    def __contains__(self, name):
        return hasattr(self.subject, name)

    def __getitem__(self, name):
        return getattr(self.subject, name)

    def __iter__(self):
        return iter(())

    def __repr__(self):
        return repr(self.subject)


def _error(cls, failure):
    return ValidationError(
        cls.model_config.get("title") or cls.__name__, failure.lines,
        bool(cls.model_config.get("hide_input_in_errors")),
    )


def _initialize(instance, data, ctx):
    try:
        _filled(instance, data, ctx)
    except Failure as failure:
        raise _error(type(instance), failure) from None


def _filled(instance, data, ctx):
    """Checks `data` and makes it the instance's values."""
    cls = type(instance)
    checks = cls.__pydantic_made_checks__()
    from .functional_validators import called

    for function in reversed(checks.before):
        data = called(function, data, ctx)
        if isinstance(data, cls):
            return data
    if checks.wrap:
        return _wrapped(instance, data, ctx, checks)
    return _after_wrap(instance, data, ctx, checks)


def _wrapped(instance, data, ctx, checks):
    from .functional_validators import called

    def innermost(value, outer=None):
        try:
            return _after_wrap(instance, value, ctx, checks)
        except Failure as failure:
            raise _error(type(instance), failure) from None

    handler = innermost
    for function in checks.wrap:
        handler = (lambda inner, wrapping: lambda value: called(wrapping, value, ctx, inner))(
            handler, function)
    return handler(data)


def _after_wrap(instance, data, ctx, checks):
    if not isinstance(data, (dict, _Attributes)):
        name = type(instance).__name__
        raise fail("model_type", f"Input should be a valid dictionary or instance of {name}", data)
    values, given, extra = _values(type(instance), data, ctx, checks)
    _complete(instance, values, given, extra)
    cls = type(instance)
    if cls.model_post_init is not BaseModel.model_post_init:
        instance.model_post_init(ctx.context)
    for function in checks.after:
        if isinstance(function, classmethod):
            function = function.__get__(None, cls)
        try:
            if _takes_info(function):
                from .functional_validators import info_of

                made = function(instance, info_of(ctx))
            else:
                made = function(instance)
        except (ValueError, AssertionError) as error:
            shown = data.subject if isinstance(data, _Attributes) else data
            raise from_raised(error, shown) from error
        if made is not None and made is not instance and isinstance(made, BaseModel):
            instance.__dict__.update(made.__dict__)
    return instance


def _takes_info(function):
    from .functional_validators import positional_count

    return positional_count(function) > 1


def _complete(instance, values, given, extra, private=None):
    setter = object.__setattr__
    setter(instance, "__pydantic_fields_set__", given)
    setter(instance, "__pydantic_extra__", extra)
    if private is None:
        private = {
            name: item.get_default()
            for name, item in type(instance).__pydantic_parts__.private.items()
            if item.default is not PydanticUndefined or item.default_factory is not None
        }
    setter(instance, "__pydantic_private__", private)
    instance.__dict__.update(values)


def places_of(name, field, ctx, config):
    """The keys under which a field's value may stand, in order of preference."""
    alias = field.validation_alias
    by_alias = ctx.by_alias if ctx.by_alias is not None else config.get("validate_by_alias", True)
    by_name = ctx.by_name
    if by_name is None:
        by_name = config.get("validate_by_name") or config.get("populate_by_name")
    found = []
    if alias is not None and by_alias:
        found.extend(alias.choices if isinstance(alias, AliasChoices) else [alias])
    if alias is None or by_name or not found:
        found.append(name)
    return found


def _find(data, places):
    for place in places:
        if isinstance(place, AliasPath):
            value = place.search(data)
            if value is not PydanticUndefined:
                return place.path[0], value
        elif place in data:
            return place, data[place]
    return None, PydanticUndefined


def _values(cls, data, ctx, checks):
    config = cls.model_config
    values, given, lines, used = {}, set(), [], set()
    ctx.data = values
    for name, field in cls.__pydantic_fields__.items():
        places = places_of(name, field, ctx, config)
        place, value = _find(data, places)
        check = checks.fields.get(name, any_value)
        ctx.field = name
        if value is PydanticUndefined:
            if field.is_required():
                first = places[0]
                if isinstance(first, AliasPath):
                    first = first.path[0]
                shown = data.subject if isinstance(data, _Attributes) else data
                if not config.get("loc_by_alias", True):
                    first = name
                lines.append({"type": "missing", "loc": (first,), "msg": "Field required",
                              "input": shown})
                continue
            value = field.get_default(call_default_factory=True, validated_data=values)
            validate = field.validate_default
            if validate is None:
                validate = config.get("validate_default")
            if not validate and name not in checks.always:
                values[name] = value
                continue
            place = places[0] if not isinstance(places[0], AliasPath) else name
        else:
            used.add(place)
            given.add(name)
        try:
            values[name] = check(value, ctx)
        except Failure as failure:
            lines.extend(below(failure, place if config.get("loc_by_alias", True) else name))
        except Exception as error:
            if type(error).__name__ != "PydanticUseDefault":
                raise
            values[name] = field.get_default(call_default_factory=True, validated_data=values)
    extra = None
    if config.get("extra") in ("forbid", "allow"):
        extra = {} if config["extra"] == "allow" else None
        for name in data:
            if name not in used:
                if extra is None:
                    lines.append({"type": "extra_forbidden", "loc": (name,),
                                  "msg": "Extra inputs are not permitted", "input": data[name]})
                else:
                    extra[name] = data[name]
    if lines:
        raise Failure(*lines)
    return values, given, extra


def create_model(model_name, /, *, __config__=None, __base__=None, __module__=None,
                 __validators__=None, __doc__=None, **fields):
    """A model made from a dict of fields."""
    bases = __base__ if isinstance(__base__, tuple) else (__base__ or BaseModel,)
    body = {"__module__": __module__ or "pydantic.main", "__annotations__": {}}
    if __config__ is not None:
        body["model_config"] = __config__
    body.update(__validators__ or {})
    for name, given in fields.items():
        if isinstance(given, tuple):
            body["__annotations__"][name] = given[0]
            body[name] = given[1]
        else:
            body["__annotations__"][name] = given
    for name, value in list(body.items()):
        if value is ...:
            del body[name]
    return type(bases[0])(model_name, bases, body)
