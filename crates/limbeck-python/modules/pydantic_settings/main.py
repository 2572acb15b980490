"""`BaseSettings`."""

from pydantic._checks import Context
from pydantic.config import ConfigDict
from pydantic._filling import initialize
from pydantic.main import BaseModel

from ._environment import DotEnvSettingsSource, EnvSettingsSource, SecretsSettingsSource
from ._source import (
    DefaultSettingsSource, InitSettingsSource, _by_name, _names_of, deep_update,
)


class SettingsConfigDict(ConfigDict):
    """What `ConfigDict` may hold, and where settings are read from."""


def _drop_second_names(cls, state):
    """A field that one source gives by its alias and another by its name has the alias's value."""
    if not _by_name(cls.model_config):
        return
    for name, field in cls.__pydantic_fields__.items():
        if name in state and any(
            alias != name and alias in state for alias in _names_of(field, name, cls.model_config)
        ):
            del state[name]


class BaseSettings(BaseModel):
    """A model whose values come from its sources; the first that has one gives it."""

    model_config = {
        "extra": "forbid", "arbitrary_types_allowed": True, "validate_default": True,
        "case_sensitive": False, "env_prefix": "", "env_file": None, "env_file_encoding": None,
        "env_ignore_empty": False, "env_nested_delimiter": None, "env_nested_max_split": None,
        "env_parse_none_str": None, "env_parse_enums": None, "secrets_dir": None,
        "enable_decoding": True, "nested_model_default_partial_update": False,
        "protected_namespaces": ("model_validate", "model_dump", "settings_customise_sources"),
    }

    def __init__(
        self, /, _case_sensitive=None, _nested_model_default_partial_update=None, _env_prefix=None,
        _env_prefix_target=None, _env_file="", _env_file_encoding=None, _env_ignore_empty=None,
        _env_nested_delimiter=None, _env_nested_max_split=None, _env_parse_none_str=None,
        _env_parse_enums=None, _secrets_dir=None, _build_sources=None, _env_file_depth=None,
        _dotenv_filtering=None, **values
    ):
        cls = type(self)
        common = {
            "case_sensitive": _case_sensitive, "env_prefix": _env_prefix,
            "env_prefix_target": _env_prefix_target, "env_ignore_empty": _env_ignore_empty,
            "env_nested_delimiter": _env_nested_delimiter,
            "env_nested_max_split": _env_nested_max_split,
            "env_parse_none_str": _env_parse_none_str, "env_parse_enums": _env_parse_enums,
        }
        values = {
            name: value for name, value in values.items() if not name.startswith("_cli_")
        }
        init = InitSettingsSource(cls, values)
        env = EnvSettingsSource(cls, **common)
        dotenv = DotEnvSettingsSource(
            cls, env_file=_env_file, env_file_encoding=_env_file_encoding,
            env_file_depth=_env_file_depth, dotenv_filtering=_dotenv_filtering, **common,
        )
        secrets = SecretsSettingsSource(cls, _secrets_dir, _case_sensitive, _env_prefix)
        sources = cls.settings_customise_sources(
            cls, init_settings=init, env_settings=env, dotenv_settings=dotenv,
            file_secret_settings=secrets,
        )
        defaults = DefaultSettingsSource(cls, _nested_model_default_partial_update)
        state = {}
        for source in (*sources, defaults):
            if hasattr(source, "_current_state"):
                source._current_state = state
            state = deep_update(source(), state)
        _drop_second_names(cls, state)
        initialize(self, state, Context(config=cls.model_config))

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings,
                                   dotenv_settings, file_secret_settings):
        """The sources, the one that wins first; projects override it."""
        return init_settings, env_settings, dotenv_settings, file_secret_settings
