"""Typed settings from the environment."""

import os

_UNSET = object()
_TRUE = frozenset(("t", "true", "y", "yes", "on", "1"))
_FALSE = frozenset(("f", "false", "n", "no", "off", "0"))


class EnvError(ValueError):
    pass


class EnvValidationError(EnvError):
    pass


def _bool(text):
    text = text.lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError("Not a valid boolean.")


class Env:
    """Reads variables; `env.int("PORT", 5432)`."""

    def __init__(self, *, eager=True, expand_vars=False, prefix=None):
        self._prefix = prefix or ""

    @staticmethod
    def read_env(path=None, recurse=True, verbose=False, override=False, **kw):
        from dotenv import find_dotenv, load_dotenv

        return load_dotenv(path or find_dotenv(usecwd=True), override=override)

    def _get(self, name, default, convert, subcast=None):
        key = self._prefix + name
        value = os.environ.get(key)
        if value is None:
            if default is _UNSET:
                raise EnvError(f'Environment variable "{key}" not set')
            return default
        try:
            return convert(value)
        except (ValueError, TypeError) as error:
            raise EnvValidationError(f'Environment variable "{key}" invalid: {error}') from error

    def str(self, name, default=_UNSET, **kw):
        return self._get(name, default, lambda text: text)

    __call__ = str

    def int(self, name, default=_UNSET, **kw):
        return self._get(name, default, lambda text: int(text))

    def float(self, name, default=_UNSET, **kw):
        return self._get(name, default, lambda text: float(text))

    def bool(self, name, default=_UNSET, **kw):
        return self._get(name, default, _bool)

    def list(self, name, default=_UNSET, subcast=None, delimiter=",", **kw):
        def convert(text):
            parts = [part.strip() for part in text.split(delimiter)] if text else []
            return [subcast(part) for part in parts] if subcast else parts

        return self._get(name, default, convert)

    def json(self, name, default=_UNSET, **kw):
        import json

        return self._get(name, default, json.loads)

    def dict(self, name, default=_UNSET, **kw):
        def convert(text):
            return {
                key.strip(): value.strip()
                for key, _, value in (part.partition("=") for part in text.split(",") if part)
            }

        return self._get(name, default, convert)

    def decimal(self, name, default=_UNSET, **kw):
        from decimal import Decimal

        return self._get(name, default, Decimal)

    def path(self, name, default=_UNSET, **kw):
        from pathlib import Path

        return self._get(name, default, Path)

    def url(self, name, default=_UNSET, **kw):
        from urllib.parse import urlparse

        return self._get(name, default, urlparse)

    def prefixed(self, prefix):
        return _Prefixed(self, prefix)

    def seal(self):
        pass


class _Prefixed:
    def __init__(self, env, prefix):
        self.env, self.prefix = env, prefix

    def __enter__(self):
        self.before, self.env._prefix = self.env._prefix, self.env._prefix + self.prefix
        return self.env

    def __exit__(self, *failure):
        self.env._prefix = self.before
        return False


env = Env()
