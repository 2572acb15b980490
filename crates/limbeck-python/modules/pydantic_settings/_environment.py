"""Settings from the environment, from `.env` files and from folders of secrets."""

import os
from typing import Union, get_args, get_origin

from pydantic.fields import AliasChoices, AliasPath, FieldInfo

from ._source import (
    PydanticBaseSettingsSource, SettingsError, _by_name, _names_of, _stripped, deep_update,
    is_complex, is_complex_union, is_model,
)

# The module that its classes are known by.
__name__ = "pydantic_settings.sources"


class PydanticBaseEnvSettingsSource(PydanticBaseSettingsSource):
    """What sources of flat names and texts share."""

    def __init__(self, settings_cls, case_sensitive=None, env_prefix=None, env_prefix_target=None,
                 env_ignore_empty=None, env_parse_none_str=None, env_parse_enums=None):
        super().__init__(settings_cls)
        config = self.config

        def given(value, name, default=None):
            return config.get(name, default) if value is None else value

        self.case_sensitive = given(case_sensitive, "case_sensitive", False)
        self.env_prefix = given(env_prefix, "env_prefix", "")
        self.env_prefix_target = given(env_prefix_target, "env_prefix_target", "variable")
        self.env_ignore_empty = given(env_ignore_empty, "env_ignore_empty", False)
        self.env_parse_none_str = given(env_parse_none_str, "env_parse_none_str")
        self.env_parse_enums = given(env_parse_enums, "env_parse_enums")

    def _apply_case_sensitive(self, value):
        return value if self.case_sensitive else value.lower()

    def _extract_field_info(self, field, field_name, config=None):
        """(key of the model's input, name of the variable, whether its text is JSON)."""
        config = self.config if config is None else config
        found = []
        alias = field.validation_alias if config.get("validate_by_alias", True) else None
        if alias is not None:
            prefix = self.env_prefix if self.env_prefix_target in ("alias", "all") else ""
            for item in alias.choices if isinstance(alias, AliasChoices) else [alias]:
                name, deep = item, False
                if isinstance(item, AliasPath):
                    name, deep = item.path[0], len(item.path) > 1
                found.append((name, self._apply_case_sensitive(prefix + name), deep))
        if alias is None or _by_name(config):
            prefix = self.env_prefix if self.env_prefix_target in ("variable", "all") else ""
            found.append((field_name, self._apply_case_sensitive(prefix + field_name),
                          is_complex_union(field.annotation)))
        return found

    def _resolved(self, field, field_name):
        value, key, deep = self.get_field_value(field, field_name)
        if not (deep or _by_name(self.config) and key == field_name):
            preferred, _, preferred_deep = self._extract_field_info(field, field_name)[0]
            if not preferred_deep:
                return value, preferred, deep
        return value, key, deep

    def _with_real_names(self, field, values):
        """Names of nested models as their fields spell them."""
        model = _only_model(field.annotation)
        if model is None:
            return values
        found = {}
        for name, value in values.items():
            for field_name, inner in model.__pydantic_fields__.items():
                aliases = _names_of(inner, field_name, model.model_config)
                match = next((item for item in aliases if item.lower() == name.lower()), None)
                if match is not None:
                    if isinstance(value, dict):
                        value = self._with_real_names(inner, value)
                    name = match
                    break
            found[name] = value
        return found

    def __call__(self):
        data = {}
        source = type(self).__name__
        for name, field in self.settings_cls.__pydantic_fields__.items():
            try:
                value, key, deep = self._resolved(field, name)
            except Exception as error:
                raise SettingsError(
                    f'error getting value for field "{name}" from source "{source}"'
                ) from error
            try:
                value = self.prepare_field_value(name, field, value, deep)
            except ValueError as error:
                raise SettingsError(
                    f'error parsing value for field "{name}" from source "{source}"'
                ) from error
            if value is None:
                continue
            value = _without_marks(value)
            if not self.case_sensitive and isinstance(value, dict):
                value = self._with_real_names(field, value)
            data[key] = value
        return data


class _NoneText(str):
    """Text that stands for None."""


def _without_marks(value):
    if isinstance(value, _NoneText):
        return None
    if isinstance(value, dict):
        return {key: _without_marks(item) for key, item in value.items()}
    return value


def _only_model(annotation):
    annotation = _stripped(annotation)[0]
    if get_origin(annotation) is Union:
        some = [item for item in get_args(annotation) if item is not type(None)]
        if len(some) != 1:
            return None
        annotation = _stripped(some[0])[0]
    return annotation if is_model(annotation) else None


class EnvSettingsSource(PydanticBaseEnvSettingsSource):
    """The environment."""

    def __init__(self, settings_cls, case_sensitive=None, env_prefix=None, env_prefix_target=None,
                 env_nested_delimiter=None, env_nested_max_split=None, env_ignore_empty=None,
                 env_parse_none_str=None, env_parse_enums=None):
        super().__init__(settings_cls, case_sensitive, env_prefix, env_prefix_target,
                         env_ignore_empty, env_parse_none_str, env_parse_enums)
        config = self.config
        self.env_nested_delimiter = (
            config.get("env_nested_delimiter") if env_nested_delimiter is None
            else env_nested_delimiter
        )
        split = (
            config.get("env_nested_max_split") if env_nested_max_split is None
            else env_nested_max_split
        )
        self.maxsplit = (split or 0) - 1
        self.env_prefix_len = len(self.env_prefix)
        self.env_vars = self._load_env_vars()

    def _load_env_vars(self):
        return self._normal(os.environ)

    def _normal(self, variables):
        found = {}
        for name, value in variables.items():
            if self.env_ignore_empty and value == "":
                continue
            if value is not None and value == self.env_parse_none_str:
                value = _NoneText(value)
            found[self._apply_case_sensitive(name)] = value
        return found

    def get_field_value(self, field, field_name):
        value = key = None
        deep = False
        for key, name, deep in self._extract_field_info(field, field_name):
            value = self.env_vars.get(name)
            if value is not None:
                break
        return value, key, deep

    def _kind(self, field):
        """(whether the text is JSON, whether it may be something else)."""
        if self.field_is_complex(field):
            return True, False
        return (True, True) if is_complex_union(field.annotation) else (False, False)

    def prepare_field_value(self, field_name, field, value, value_is_complex):
        deep, lenient = self._kind(field)
        if self.env_parse_enums:
            value = _enum_value(field.annotation, value)
        if not deep and not value_is_complex:
            return value
        if isinstance(value, _NoneText):
            return value
        if value is None:
            return self.explode_env_vars(field_name, field, self.env_vars) or None
        try:
            value = self.decode_complex_value(field_name, field, value)
        except ValueError:
            if not lenient:
                raise
        if isinstance(value, dict):
            return deep_update(value, self.explode_env_vars(field_name, field, self.env_vars))
        return value

    def next_field(self, field, key, case_sensitive=None):
        """The field of a nested model, by the name in the variable."""
        if field is None:
            return None
        annotation = field.annotation if isinstance(field, FieldInfo) else field
        annotation = _stripped(annotation)[0]
        if get_origin(annotation) is dict:
            return get_args(annotation)[-1]
        for item in get_args(annotation):
            found = self.next_field(item, key, case_sensitive)
            if found is not None:
                return found
        if is_model(annotation):
            for name, inner in annotation.__pydantic_fields__.items():
                for _, env_name, _ in self._extract_field_info(inner, name,
                                                               annotation.model_config):
                    if key in (name, env_name) or not case_sensitive and key.lower() in (
                        name.lower(), env_name.lower()
                    ):
                        return inner
        return None

    def explode_env_vars(self, field_name, field, env_vars):
        """`PREFIX__a__b=1` as `{"a": {"b": 1}}`."""
        delimiter = self.env_nested_delimiter
        if not delimiter:
            return {}
        prefixes = [
            f"{name}{delimiter}" for _, name, _ in self._extract_field_info(field, field_name)
        ]
        is_dict = field.annotation is dict or get_origin(field.annotation) is dict
        result = {}
        for name, value in env_vars.items():
            prefix = next((item for item in prefixes if name.startswith(item)), None)
            if prefix is None:
                continue
            *keys, last = name[len(prefix):].split(delimiter, self.maxsplit)
            place, target = result, field
            for key in keys:
                target = self.next_field(target, key, self.case_sensitive)
                if isinstance(place, dict):
                    place = place.setdefault(key, {})
            target = self.next_field(target, last, self.case_sensitive)
            if (target is not None or is_dict) and value:
                value = self._nested_value(last, target, value)
            if isinstance(place, dict) and (
                last not in place or not isinstance(value, _NoneText) or place[last] == {}
            ):
                place[last] = value
        return result

    def _nested_value(self, name, target, value):
        if isinstance(target, FieldInfo):
            deep, lenient = self._kind(target)
        elif target is not None:
            deep, lenient = is_complex(target), True
        else:
            deep, lenient = True, True
        if not deep:
            return value
        try:
            return self.decode_complex_value(
                name, target if isinstance(target, FieldInfo) else None, value)
        except ValueError:
            if not lenient:
                raise
            return value


def _enum_value(annotation, value):
    kinds = [annotation, *get_args(annotation)]
    for kind in kinds:
        members = getattr(kind, "__members__", None)
        if members is not None and value in members:
            return members[value]
    return value


def _expanded(path):
    return os.path.expanduser(str(path))


class DotEnvSettingsSource(EnvSettingsSource):
    """`.env` files; a later one wins."""

    def __init__(self, settings_cls, env_file="", env_file_encoding=None, case_sensitive=None,
                 env_prefix=None, env_prefix_target=None, env_nested_delimiter=None,
                 env_nested_max_split=None, env_ignore_empty=None, env_parse_none_str=None,
                 env_parse_enums=None, env_file_depth=None, dotenv_filtering=None):
        config = settings_cls.model_config
        self.env_file = config.get("env_file") if env_file == "" else env_file
        self.env_file_encoding = env_file_encoding or config.get("env_file_encoding")
        self.env_file_depth = env_file_depth or config.get("env_file_depth") or 0
        self.dotenv_filtering = dotenv_filtering or config.get("dotenv_filtering")
        super().__init__(settings_cls, case_sensitive, env_prefix, env_prefix_target,
                         env_nested_delimiter, env_nested_max_split, env_ignore_empty,
                         env_parse_none_str, env_parse_enums)

    def _found(self, path):
        path = _expanded(path)
        if os.path.isfile(path):
            return path
        if os.path.isabs(path):
            return None
        folder = os.getcwd()
        for _ in range(self.env_file_depth):
            folder = os.path.dirname(folder)
            candidate = os.path.join(folder, path)
            if os.path.isfile(candidate):
                return candidate
        return None

    def _load_env_vars(self):
        files = self.env_file
        if files is None:
            return {}
        if isinstance(files, str) or hasattr(files, "__fspath__"):
            files = [files]
        from dotenv import dotenv_values

        found = {}
        for file in files:
            path = self._found(file)
            if path is not None:
                values = dotenv_values(path, encoding=self.env_file_encoding or "utf-8")
                found.update(self._normal(values))
        return found

    def __call__(self):
        data = super().__call__()
        if self.dotenv_filtering == "only_existing":
            return data
        prefix = self._apply_case_sensitive(self.env_prefix)
        if self.dotenv_filtering == "match_prefix":
            for name, value in self.env_vars.items():
                if name.startswith(prefix):
                    short = name[len(prefix):]
                    head = short.partition(self.env_nested_delimiter or "\0")
                    if not (head[1] and head[0] in data):
                        data.setdefault(short, value)
            return data
        allowed = self.config.get("extra") != "forbid"
        fields = self.settings_cls.__pydantic_fields__
        for name, value in self.env_vars.items():
            if not value or name in data or self.env_prefix and name in fields:
                continue
            if any(self._uses(field_name, field, name) for field_name, field in fields.items()):
                continue
            if allowed and name.startswith(prefix):
                data[name[len(prefix):]] = value
            else:
                data[name] = value
        return data

    def _uses(self, field_name, field, variable):
        deep = is_complex(field.annotation) or is_complex_union(field.annotation)
        for _, name, _ in self._extract_field_info(field, field_name):
            if variable == name:
                return True
            if deep and self.env_nested_delimiter and variable.startswith(
                f"{name}{self.env_nested_delimiter}"
            ):
                return True
        return False


class SecretsSettingsSource(PydanticBaseEnvSettingsSource):
    """A folder with one file for each setting."""

    def __init__(self, settings_cls, secrets_dir=None, case_sensitive=None, env_prefix=None,
                 env_ignore_empty=None, env_parse_none_str=None, env_parse_enums=None, **kw):
        super().__init__(settings_cls, case_sensitive, env_prefix, None, env_ignore_empty,
                         env_parse_none_str, env_parse_enums)
        self.secrets_dir = self.config.get("secrets_dir") if secrets_dir is None else secrets_dir

    def __call__(self):
        folders = self.secrets_dir
        if folders is None:
            return {}
        if isinstance(folders, str) or hasattr(folders, "__fspath__"):
            folders = [folders]
        self.secrets_paths = []
        for folder in folders:
            path = _expanded(folder)
            if not os.path.exists(path):
                import warnings

                warnings.warn(f'directory "{path}" does not exist')
            elif not os.path.isdir(path):
                raise SettingsError(f"secrets_dir must reference a directory, not a file")
            else:
                self.secrets_paths.append(path)
        return super().__call__() if self.secrets_paths else {}

    def get_field_value(self, field, field_name):
        key, deep = field_name, False
        for key, name, deep in self._extract_field_info(field, field_name):
            for folder in reversed(self.secrets_paths):
                for file in os.listdir(folder):
                    if file == name or not self.case_sensitive and file.lower() == name.lower():
                        path = os.path.join(folder, file)
                        if os.path.isfile(path):
                            with open(path) as opened:
                                return opened.read().strip(), key, deep
        return None, key, deep


NestedSecretsSettingsSource = SecretsSettingsSource
