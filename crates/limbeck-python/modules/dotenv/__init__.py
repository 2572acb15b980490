"""Reads `.env` files by the rules of python-dotenv."""

import os
import sys

from .parser import bindings, resolved

__all__ = ["dotenv_values", "find_dotenv", "get_key", "load_dotenv", "set_key", "unset_key"]


def _text_of(path, stream, encoding):
    if path and os.path.exists(path) and not os.path.isdir(path):
        with open(path, encoding=encoding) as file:
            return file.read()
    return stream.read() if stream is not None else ""


class DotEnv:
    """The variables of one file or stream."""

    def __init__(self, dotenv_path, stream=None, verbose=False, encoding=None, interpolate=True,
                 override=True):
        self.dotenv_path = dotenv_path
        self.stream = stream
        self.verbose = verbose
        self.encoding = encoding
        self.interpolate = interpolate
        self.override = override
        self._dict = None

    def parse(self):
        for binding in bindings(_text_of(self.dotenv_path, self.stream, self.encoding)):
            if binding.error:
                _warn("could not parse statement starting at line %s", binding.line)
            elif binding.key is not None:
                yield binding.key, binding.value

    def dict(self):
        if self._dict is None:
            values = list(self.parse())
            if self.interpolate:
                self._dict = resolved(values, self.override, os.environ)
            else:
                self._dict = dict(values)
        return self._dict

    def set_as_environment_variables(self):
        values = self.dict()
        for name, value in values.items():
            if value is not None and (self.override or name not in os.environ):
                os.environ[name] = value
        return bool(values)

    def get(self, key):
        return self.dict().get(key)


def _warn(message, *args):
    import logging

    logging.getLogger("dotenv.main").warning("python-dotenv " + message, *args)


def find_dotenv(filename=".env", raise_error_if_not_found=False, usecwd=False):
    """The nearest file of the name, from the folder of the calling script upwards."""
    folder = os.getcwd()
    if not usecwd:
        frame = sys._getframe(1)
        while frame is not None:
            name = frame.f_code.co_filename
            if name.endswith(".py") and os.path.exists(name):
                folder = os.path.dirname(os.path.abspath(name))
                break
            frame = frame.f_back
    while True:
        path = os.path.join(folder, filename)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    if raise_error_if_not_found:
        raise OSError("File not found")
    return ""


def load_dotenv(dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True,
                encoding="utf-8"):
    """Puts a file's variables into the environment; those that are there stay."""
    disabled = os.environ.get("PYTHON_DOTENV_DISABLED", "")
    if disabled.casefold() in ("1", "true", "t", "yes", "y"):
        return False
    if dotenv_path is None and stream is None:
        dotenv_path = find_dotenv()
    return DotEnv(dotenv_path, stream, verbose, encoding, interpolate,
                  override).set_as_environment_variables()


def dotenv_values(dotenv_path=None, stream=None, verbose=False, interpolate=True,
                  encoding="utf-8"):
    """A file's variables."""
    if dotenv_path is None and stream is None:
        dotenv_path = find_dotenv()
    return DotEnv(dotenv_path, stream, verbose, encoding, interpolate, True).dict()


def get_key(dotenv_path, key_to_get, encoding="utf-8"):
    return DotEnv(dotenv_path, encoding=encoding).get(key_to_get)


def set_key(dotenv_path, key_to_set, value_to_set, quote_mode="always", export=False,
            encoding="utf-8", follow_symlinks=False):
    """Writes a variable into the file."""
    if quote_mode not in ("always", "auto", "never"):
        raise ValueError(f"Unknown quote_mode: {quote_mode}")
    shown = value_to_set
    if quote_mode == "always" or quote_mode == "auto" and not value_to_set.isalnum():
        escaped = value_to_set.replace("\\", "\\\\").replace("'", "\\'")
        shown = f"'{escaped}'"
    line = f"{'export ' if export else ''}{key_to_set}={shown}\n"
    made, replaced = [], False
    for binding in bindings(_text_of(dotenv_path, None, encoding)):
        if binding.key == key_to_set:
            made.append(line)
            replaced = True
        else:
            made.append(binding.text)
    if not replaced:
        if made and not made[-1].endswith("\n"):
            made.append("\n")
        made.append(line)
    with open(dotenv_path, "w", encoding=encoding) as file:
        file.write("".join(made))
    return True, key_to_set, value_to_set


def unset_key(dotenv_path, key_to_unset, quote_mode="always", encoding="utf-8",
              follow_symlinks=False):
    """Takes a variable out of the file."""
    if not os.path.exists(dotenv_path):
        _warn("can't delete from %s - it doesn't exist.", dotenv_path)
        return None, key_to_unset
    found = list(bindings(_text_of(dotenv_path, None, encoding)))
    if all(binding.key != key_to_unset for binding in found):
        _warn("key %s not removed from %s - key doesn't exist.", key_to_unset, dotenv_path)
        return None, key_to_unset
    with open(dotenv_path, "w", encoding=encoding) as file:
        file.write("".join(item.text for item in found if item.key != key_to_unset))
    return True, key_to_unset


def get_cli_string(path=None, action=None, key=None, value=None, quote=None):
    parts = ["dotenv"]
    if quote:
        parts.append(f"-q {quote}")
    if path:
        parts.append(f"-f {path}")
    parts.extend(part for part in (action, key) if part)
    if value:
        parts.append(f'"{value}"' if " " in value else value)
    return " ".join(parts)


def load_ipython_extension(ipython):
    pass
