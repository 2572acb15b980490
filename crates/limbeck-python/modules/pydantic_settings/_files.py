"""Settings from files of structured text."""

import os

from ._environment import _expanded
from ._source import InitSettingsSource, deep_update

# The module that its classes are known by.
__name__ = "pydantic_settings.sources"


class ConfigFileSourceMixin:
    """Reads files by a method `_read_file(path)` of the class."""

    def _read_files(self, files, deep_merge=False):
        from pathlib import Path

        if files is None:
            return {}
        if isinstance(files, str) or hasattr(files, "__fspath__"):
            files = [files]
        found = {}
        for file in files:
            path = Path(file).expanduser()
            if path.is_file():
                read = self._read_file(path)
                found = deep_update(found, read) if deep_merge else {**found, **read}
        return found


class _FileSource(InitSettingsSource):
    """Settings of one or several files of structured text."""

    _option = None

    def __init__(self, settings_cls, files=None, *args, **kw):
        files = kw.pop(self._option, files)
        if files is None:
            files = settings_cls.model_config.get(self._option)
        if files is None:
            files = []
        elif isinstance(files, str) or hasattr(files, "__fspath__"):
            files = [files]
        found = {}
        for file in files:
            path = _expanded(file)
            if os.path.isfile(path):
                found = {**found, **self._read(path)}
        super().__init__(settings_cls, found)


class JsonConfigSettingsSource(_FileSource):
    _option = "json_file"

    def _read(self, path):
        import json

        with open(path, encoding=self._encoding()) as file:
            return json.load(file)

    def _encoding(self):
        return None


class TomlConfigSettingsSource(_FileSource):
    _option = "toml_file"

    def _read(self, path):
        import tomllib

        with open(path, "rb") as file:
            return tomllib.load(file)


class PyprojectTomlConfigSettingsSource(TomlConfigSettingsSource):
    def __init__(self, settings_cls, toml_file=None):
        config = settings_cls.model_config
        self._header = config.get("pyproject_toml_table_header", ("tool", "pydantic-settings"))
        super().__init__(settings_cls, toml_file or "pyproject.toml")

    def _read(self, path):
        found = super()._read(path)
        for name in self._header:
            found = found.get(name, {})
        return found


class YamlConfigSettingsSource(_FileSource):
    _option = "yaml_file"

    def _read(self, path):
        import yaml

        with open(path) as file:
            return yaml.safe_load(file) or {}
