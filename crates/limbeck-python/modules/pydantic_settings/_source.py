"""What all sources of settings share, and those that the class itself holds."""

from typing import Annotated, TypeAliasType, Union, get_args, get_origin

from pydantic.fields import AliasChoices, AliasPath

# The module that its classes are known by.
__name__ = "pydantic_settings.sources"


class SettingsError(ValueError):
    """A source has what cannot be read."""


class NoDecode:
    """Marks a field whose text is not JSON."""


class ForceDecode:
    """Marks a field whose text is JSON, whatever the configuration says."""


def deep_update(mapping, *others):
    updated = dict(mapping)
    for other in others:
        for key, value in other.items():
            if isinstance(updated.get(key), dict) and isinstance(value, dict):
                updated[key] = deep_update(updated[key], value)
            else:
                updated[key] = value
    return updated


def _is_subclass(cls, *bases):
    return isinstance(cls, type) and issubclass(cls, bases)


def _stripped(annotation):
    """(the type itself, the metadata of `Annotated` around it)."""
    metadata = []
    while True:
        if type(annotation) is TypeAliasType:
            annotation = annotation.__value__
        elif get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata.extend(more)
        else:
            return annotation, metadata


def is_model(annotation):
    return isinstance(annotation, type) and hasattr(annotation, "__pydantic_fields__")


def is_complex(annotation):
    """Whether a value of the type is given as JSON."""
    annotation, metadata = _stripped(annotation)
    if any(type(item).__name__ == "Json" for item in metadata):
        return False
    if getattr(annotation, "__name__", "") == "Json":
        return False
    origin = get_origin(annotation)
    if origin is Union:
        return False
    return _holds(annotation) or _holds(origin)


def _holds(kind):
    if not isinstance(kind, type) or _is_subclass(kind, str, bytes):
        return False
    if _is_subclass(kind, dict, list, tuple, set, frozenset) or is_model(kind):
        return True
    if hasattr(kind, "__dataclass_fields__"):
        return True
    return kind.__name__ in (
        "Mapping", "MutableMapping", "Sequence", "MutableSequence", "Set", "MutableSet", "deque",
    )


def is_complex_union(annotation):
    annotation = _stripped(annotation)[0]
    if get_origin(annotation) is not Union:
        return False
    return any(is_complex(item) or is_complex_union(item) for item in get_args(annotation))


class PydanticBaseSettingsSource:
    """A source of settings; projects extend it."""

    def __init__(self, settings_cls):
        self.settings_cls = settings_cls
        self.config = settings_cls.model_config
        self._current_state = {}
        self._settings_sources_data = {}

    @property
    def current_state(self):
        return self._current_state

    @property
    def settings_sources_data(self):
        return self._settings_sources_data

    def get_field_value(self, field, field_name):
        raise NotImplementedError

    def field_is_complex(self, field):
        if any(type(item).__name__ == "Json" for item in field.metadata):
            return False
        return is_complex(field.annotation)

    def prepare_field_value(self, field_name, field, value, value_is_complex):
        if value is not None and (self.field_is_complex(field) or value_is_complex):
            return self.decode_complex_value(field_name, field, value)
        return value

    def decode_complex_value(self, field_name, field, value):
        metadata = list(getattr(field, "metadata", ()))
        metadata += _stripped(getattr(field, "annotation", None))[1]
        if _marked(metadata, NoDecode) or (
            self.config.get("enable_decoding") is False and not _marked(metadata, ForceDecode)
        ):
            return value
        import json

        return json.loads(value)

    def __call__(self):
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}()"


def _marked(metadata, kind):
    return any(item is kind or isinstance(item, kind) for item in metadata)


class InitSettingsSource(PydanticBaseSettingsSource):
    """The arguments of the call."""

    def __init__(self, settings_cls, init_kwargs, nested_model_default_partial_update=None):
        super().__init__(settings_cls)
        sensitive = self.config.get("case_sensitive", False)
        self.init_kwargs = {}
        left = dict(init_kwargs)

        def normal(name):
            return name if sensitive else name.lower()

        for name, field in settings_cls.__pydantic_fields__.items():
            aliases = _names_of(field, name, self.config)
            accepted = [normal(alias) for alias in aliases]
            if _by_name(self.config) and normal(name) not in accepted:
                accepted.append(normal(name))
            matched = [
                key for wanted in accepted for key in list(left) if normal(key) == wanted
            ]
            if matched:
                self.init_kwargs[aliases[0]] = left[matched[0]]
                for key in matched:
                    left.pop(key, None)
        self.init_kwargs.update(left)

    def get_field_value(self, field, field_name):
        return None, "", False

    def __call__(self):
        return self.init_kwargs


class DefaultSettingsSource(PydanticBaseSettingsSource):
    def __init__(self, settings_cls, nested_model_default_partial_update=None):
        super().__init__(settings_cls)
        self.defaults = {}
        if nested_model_default_partial_update or (
            nested_model_default_partial_update is None
            and self.config.get("nested_model_default_partial_update")
        ):
            for name, field in settings_cls.__pydantic_fields__.items():
                default = field.get_default(call_default_factory=True)
                if hasattr(default, "__pydantic_fields__"):
                    self.defaults[_names_of(field, name, self.config)[0]] = default.model_dump()

    def get_field_value(self, field, field_name):
        return None, "", False

    def __call__(self):
        return self.defaults


def _by_name(config):
    return bool(config.get("populate_by_name") or config.get("validate_by_name"))


def _names_of(field, name, config):
    alias = field.validation_alias
    if alias is None or config.get("validate_by_alias", True) is False:
        return [name]
    choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
    return [item.path[0] if isinstance(item, AliasPath) else item for item in choices]
