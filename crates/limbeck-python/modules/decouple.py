"""Settings from the environment, a `.env` file or a `settings.ini`."""

import os
import sys

_TRUE = frozenset(("y", "yes", "t", "true", "on", "1"))
_FALSE = frozenset(("n", "no", "f", "false", "off", "0"))


class UndefinedValueError(Exception):
    pass


class Undefined:
    pass


undefined = Undefined()


def strtobool(value):
    if isinstance(value, bool):
        return value
    value = value.lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ValueError("Invalid truth value: " + value)


class RepositoryEmpty:
    def __init__(self, source="", encoding="UTF-8"):
        pass

    def __contains__(self, key):
        return False

    def __getitem__(self, key):
        return None


class RepositoryEnv(RepositoryEmpty):
    """A `.env` file."""

    def __init__(self, source, encoding="UTF-8"):
        self.data = {}
        with open(source, encoding=encoding) as file:
            for line in file:
                line = line.strip()
                if not line or line.startswith("#") or "=" not in line:
                    continue
                name, _, value = line.partition("=")
                value = value.strip()
                if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
                    value = value[1:-1]
                self.data[name.strip()] = value

    def __contains__(self, key):
        return key in os.environ or key in self.data

    def __getitem__(self, key):
        return self.data[key]


class RepositoryIni(RepositoryEmpty):
    """The section `[settings]` of an ini file."""

    def __init__(self, source, encoding="UTF-8"):
        import configparser

        self.parser = configparser.ConfigParser()
        with open(source, encoding=encoding) as file:
            self.parser.read_file(file)

    def __contains__(self, key):
        return key in os.environ or self.parser.has_option("settings", key)

    def __getitem__(self, key):
        return self.parser.get("settings", key)


class Config:
    def __init__(self, repository):
        self.repository = repository

    def get(self, option, default=undefined, cast=undefined):
        if option in os.environ:
            value = os.environ[option]
        elif option in self.repository:
            value = self.repository[option]
        else:
            if isinstance(default, Undefined):
                raise UndefinedValueError(
                    f"{option} not found. Declare it as envvar or define a default value."
                )
            value = default
        if isinstance(cast, Undefined):
            return value
        if cast is bool:
            return bool(value) if value == "" or value is None else strtobool(str(value))
        return cast(value)

    __call__ = get


class AutoConfig:
    """Finds `settings.ini` or `.env` from the calling script's folder upwards."""

    SUPPORTED = {"settings.ini": RepositoryIni, ".env": RepositoryEnv}

    def __init__(self, search_path=None):
        self.search_path = search_path
        self.config = None

    def _find(self, folder):
        while True:
            for name, kind in self.SUPPORTED.items():
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    return kind(path)
            above = os.path.dirname(folder)
            if above == folder:
                return RepositoryEmpty()
            folder = above

    def __call__(self, *args, **kwargs):
        if self.config is None:
            folder = self.search_path
            if folder is None:
                folder = os.path.dirname(os.path.abspath(sys._getframe(1).f_code.co_filename))
            self.config = Config(self._find(str(folder)))
        return self.config.get(*args, **kwargs)


config = AutoConfig()


class Csv:
    """Makes a list of a text with commas."""

    def __init__(self, cast=str, delimiter=",", strip=" \t\n\r\x0b\x0c", post_process=list):
        self.cast = cast
        self.delimiter = delimiter
        self.strip = strip
        self.post_process = post_process

    def __call__(self, value):
        if value is None:
            return self.post_process()
        parts = [part.strip(self.strip) for part in value.split(self.delimiter)] if value else []
        return self.post_process(self.cast(part) for part in parts if part)


class Choices:
    def __init__(self, flat=None, cast=str, choices=None):
        self.cast = cast
        self.valid = [*(flat or ()), *(item[0] for item in choices or ())]

    def __call__(self, value):
        made = self.cast(value)
        if made not in self.valid:
            raise ValueError(f"Value not in list: {value!r}; valid values are {self.valid!r}")
        return made
