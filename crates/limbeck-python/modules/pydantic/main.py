"""Models: classes whose fields are checked."""

import abc

from ._checks import Context
from ._core import Undecided
from ._declared import Checks, Parts, apply_alias_generator, config_of
from ._errors import Failure, PydanticUserError, ValidationError, below, fail
from ._filling import Attributes, complete, error_of, filled, initialize


class ModelMetaclass(abc.ABCMeta):
    """Makes a class's annotations its fields."""

    def __new__(mcs, name, bases, namespace, **kwargs):
        given = dict(kwargs)
        for key in ("__pydantic_generic_metadata__", "__pydantic_reset_parent_namespace__",
                    "_create_model_module"):
            given.pop(key, None)
        cls = super().__new__(mcs, name, bases, namespace)
        config = config_of(cls, namespace, given)
        type.__setattr__(cls, "model_config", config)
        type.__setattr__(cls, "__pydantic_checks__", None)
        parts = Parts(cls)
        type.__setattr__(cls, "__pydantic_parts__", parts)
        type.__setattr__(cls, "__pydantic_fields__", parts.fields)
        apply_alias_generator(parts.fields, config)
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


class BaseModel(metaclass=ModelMetaclass):
    """Base of models."""

    __slots__ = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__",
                 "__pydantic_private__")

    def __init__(self, /, **data):
        initialize(self, data, Context(config=type(self).model_config))

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
                checks = Checks(cls)
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
                value = Attributes(value)
            elif not cls.__pydantic_made_checks__().before:
                name = cls.__name__
                raise fail("model_type", "Input should be a valid dictionary or instance of "
                           f"{name}", value, {"class_name": name})
        instance = cls.__new__(cls)
        return filled(instance, value, inner)

    @classmethod
    def model_validate(cls, obj, *, strict=None, from_attributes=None, context=None,
                       by_alias=None, by_name=None, extra=None):
        ctx = Context(context, bool(strict or cls.model_config.get("strict")), cls.model_config,
                      bool(from_attributes), by_alias, by_name)
        try:
            return cls.__pydantic_check__(obj, ctx)
        except Failure as failure:
            raise error_of(cls, failure) from None

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
        complete(made, found, set(values) if _fields_set is None else _fields_set, None)
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
        complete(made, values, set(self.__pydantic_fields_set__) | set(update or ()),
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
