"""Fields of models."""


class _Undefined:
    def __repr__(self):
        return "PydanticUndefined"

    def __copy__(self):
        return self

    def __bool__(self):
        return True

    def __deepcopy__(self, memo):
        return self


PydanticUndefined = Undefined = _Undefined()
_Unset = PydanticUndefined

# The constraints that a field may set, each as `annotated_types` and pydantic name it.
_LIMITS = (
    "strict", "gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern",
    "max_digits", "decimal_places", "allow_inf_nan", "strip_whitespace", "to_lower", "to_upper",
)


class Limit:
    """One constraint of a field."""

    def __init__(self, name, value):
        self.__dict__[name] = value

    def __repr__(self):
        (name, value), = self.__dict__.items()
        kind = {"gt": "Gt", "ge": "Ge", "lt": "Lt", "le": "Le", "multiple_of": "MultipleOf",
                "min_length": "MinLen", "max_length": "MaxLen"}.get(name, "_PydanticGeneralMetadata")
        return f"{kind}({name}={value!r})"

    def __eq__(self, other):
        return isinstance(other, Limit) and self.__dict__ == other.__dict__

    __hash__ = object.__hash__


class FieldInfo:
    """What is known of a field."""

    def __init__(self, default=PydanticUndefined, **kw):
        self.annotation = kw.pop("annotation", None)
        self.default = PydanticUndefined if default is ... else default
        self.default_factory = kw.pop("default_factory", None)
        alias = kw.pop("alias", None)
        self.alias = alias
        validation_alias = kw.pop("validation_alias", None)
        serialization_alias = kw.pop("serialization_alias", None)
        self.validation_alias = alias if validation_alias is None else validation_alias
        self.serialization_alias = alias if serialization_alias is None else serialization_alias
        self.alias_priority = kw.pop("alias_priority", 2 if alias else None)
        for name in ("title", "description", "examples", "exclude", "frozen", "discriminator",
                     "json_schema_extra", "validate_default", "init", "init_var", "kw_only",
                     "deprecated", "union_mode", "coerce_numbers_to_str", "fail_fast",
                     "field_title_generator", "exclude_if"):
            setattr(self, name, kw.pop(name, None))
        self.repr = kw.pop("repr", True)
        regex = kw.pop("regex", None)
        if regex is not None:
            kw.setdefault("pattern", regex)
        self.metadata = [
            Limit(name, kw.pop(name)) for name in list(kw) if name in _LIMITS
            if kw[name] is not None
        ]
        self._extra = kw
        if self.default is not PydanticUndefined and self.default_factory is not None:
            raise TypeError("cannot specify both default and default_factory")

    @classmethod
    def from_annotation(cls, annotation):
        return cls._of(annotation, PydanticUndefined)

    @classmethod
    def from_annotated_attribute(cls, annotation, default):
        return cls._of(annotation, default)

    @classmethod
    def _of(cls, annotation, default):
        from typing import Annotated, get_args, get_origin

        if isinstance(default, FieldInfo):
            made = default._copy()
            made.metadata = list(default.metadata)
        else:
            made = FieldInfo(default)
        if get_origin(annotation) is Annotated:
            annotation, *metadata = get_args(annotation)
            inherited = []
            for item in metadata:
                if isinstance(item, FieldInfo):
                    inherited.extend(item.metadata)
                    made._fill_from(item)
                else:
                    inherited.append(item)
            made.metadata = inherited + made.metadata
        made.annotation = annotation
        return made

    def _fill_from(self, other):
        for name, value in other.__dict__.items():
            if name in ("metadata", "annotation", "_extra"):
                continue
            mine = getattr(self, name, None)
            if mine is None or mine is PydanticUndefined or name == "repr" and mine is True:
                setattr(self, name, value)
        for name, value in other._extra.items():
            self._extra.setdefault(name, value)

    def _copy(self):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied.metadata = list(self.metadata)
        return copied

    __copy__ = _copy

    def is_required(self):
        return self.default is PydanticUndefined and self.default_factory is None

    def get_default(self, *, call_default_factory=False, validated_data=None):
        if self.default_factory is None:
            value = self.default
            # A default that can change belongs to one object only.
            if isinstance(value, (list, dict, set)):
                import copy

                return copy.deepcopy(value)
            return value
        if not call_default_factory:
            return None
        code = getattr(self.default_factory, "__code__", None)
        wants_data = (
            code is not None and code.co_argcount - len(self.default_factory.__defaults__ or ())
            == 1 and not hasattr(self.default_factory, "__self__")
        )
        return self.default_factory(validated_data or {}) if wants_data else self.default_factory()

    def rebuild_annotation(self):
        if not self.metadata:
            return self.annotation
        from typing import Annotated

        return Annotated[(self.annotation, *self.metadata)]

    def __getattr__(self, name):
        # What `sqlmodel.Field` and others add to a field.
        extra = self.__dict__.get("_extra")
        if extra is not None and name in extra:
            return extra[name]
        raise AttributeError(name)

    def __repr__(self):
        parts = [f"annotation={getattr(self.annotation, '__name__', self.annotation)}",
                 f"required={self.is_required()}"]
        if self.default is not PydanticUndefined:
            parts.append(f"default={self.default!r}")
        if self.alias is not None:
            parts.append(f"alias={self.alias!r}")
        if self.metadata:
            parts.append(f"metadata={self.metadata!r}")
        return f"FieldInfo({', '.join(parts)})"


def Field(default=PydanticUndefined, **kw):
    """A field with more than a default."""
    return FieldInfo(default, **kw)


class ModelPrivateAttr:
    def __init__(self, default=PydanticUndefined, *, default_factory=None):
        self.default = default
        self.default_factory = default_factory

    def get_default(self):
        if self.default_factory is not None:
            return self.default_factory()
        import copy

        return copy.copy(self.default)


def PrivateAttr(default=PydanticUndefined, *, default_factory=None, init=False):
    return ModelPrivateAttr(default, default_factory=default_factory)


class ComputedFieldInfo:
    def __init__(self, wrapped, alias=None):
        self.wrapped_property = wrapped
        self.alias = alias

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return self.wrapped_property.__get__(instance, owner)

    def __set_name__(self, owner, name):
        set_name = getattr(self.wrapped_property, "__set_name__", None)
        if set_name is not None:
            set_name(owner, name)

    def __set__(self, instance, value):
        self.wrapped_property.__set__(instance, value)

    def setter(self, function):
        return ComputedFieldInfo(self.wrapped_property.setter(function), self.alias)


def computed_field(func=None, /, *, alias=None, **kw):
    """A property that `model_dump()` shows."""

    def decorate(function):
        if not isinstance(function, property) and not hasattr(function, "__get__") or hasattr(
            function, "__code__"
        ):
            function = property(function)
        return ComputedFieldInfo(function, alias)

    return decorate if func is None else decorate(func)


class AliasPath:
    def __init__(self, first_arg, *args):
        self.path = [first_arg, *args]

    def search(self, data):
        for step in self.path:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                return PydanticUndefined
        return data


class AliasChoices:
    def __init__(self, first_choice, *choices):
        self.choices = [first_choice, *choices]


class AliasGenerator:
    def __init__(self, alias=None, validation_alias=None, serialization_alias=None):
        self.alias = alias
        self.validation_alias = validation_alias
        self.serialization_alias = serialization_alias
