"""Where settings come from."""

from typing import Union

from ._environment import (
    DotEnvSettingsSource, EnvSettingsSource, NestedSecretsSettingsSource,
    PydanticBaseEnvSettingsSource, SecretsSettingsSource,
)
from ._source import (
    DefaultSettingsSource, ForceDecode, InitSettingsSource, NoDecode, PydanticBaseSettingsSource,
    SettingsError, deep_update, is_complex, is_complex_union, is_model,
)

_FILES = frozenset((
    "ConfigFileSourceMixin", "JsonConfigSettingsSource", "PyprojectTomlConfigSettingsSource",
    "TomlConfigSettingsSource", "YamlConfigSettingsSource",
))


def __getattr__(name):
    if name in _FILES:
        from . import _files

        return getattr(_files, name)
    if name == "ENV_FILE_SENTINEL":
        # Stands for "as the settings' own configuration says".
        from pathlib import Path

        globals()[name] = Path("")
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


PathType = DotenvType = Union[str, "Path", list, tuple]
