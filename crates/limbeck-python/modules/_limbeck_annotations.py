"""The annotations of classes, evaluated as far as their names are known.

Model files name classes that only a type checker imports: such a name stands as an
`Unresolved`, and what uses it decides whether it matters.
"""

import builtins
import sys
import types
from typing import ForwardRef


class Unresolved(ForwardRef):
    """A name in an annotation that is not defined."""

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        return Unresolved(f"{self.__forward_arg__}.{name}")

    def __getitem__(self, item):
        return Unresolved(self.__forward_arg__)

    def __call__(self, *args, **kwargs):
        return self


class _Names(dict):
    """The names of a module, and of nothing else."""

    def __missing__(self, name):
        try:
            return getattr(builtins, name)
        except AttributeError:
            return Unresolved(name)


def of_namespace(namespace, names):
    """The annotations that a class body wrote, by name; strings stay strings."""
    given = namespace.get("__annotations__")
    if isinstance(given, dict):
        return given
    annotate = namespace.get("__annotate_func__") or namespace.get("__annotate__")
    if annotate is None:
        # Where the interpreter keeps those that were set.
        return namespace.get("__annotations_cache__") or {}
    try:
        return annotate(1)
    except NameError:
        lenient = types.FunctionType(
            annotate.__code__, _Names(annotate.__globals__), annotate.__name__, None,
            annotate.__closure__,
        )
        return lenient(1)


def of_class(cls):
    """The annotations that this class itself wrote."""
    return of_namespace(cls.__dict__, None)


def names_around(cls):
    """The names of the module that defines a class; a script is no registered module."""
    annotate = cls.__dict__.get("__annotate_func__")
    found = getattr(annotate, "__globals__", None)
    if found is not None:
        return found
    name = cls.__module__
    module = sys.modules.get(name)
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == name:
            return frame.f_globals
        frame = frame.f_back
    return getattr(module, "__dict__", {})


def evaluate(text, cls):
    """What an annotation given as text stands for, in the names around `cls`."""
    try:
        return eval(text, _Names(names_around(cls)), dict(cls.__dict__))
    except (SyntaxError, TypeError):
        return Unresolved(text)


def forward_name(value):
    """The name that a forward reference holds, whichever module's class it is; else None."""
    if isinstance(value, type):
        return None
    return getattr(value, "__forward_arg__", None)


def resolved(value, cls):
    """The annotation with its strings and forward references evaluated where they can be."""
    if isinstance(value, str):
        return resolved(evaluate(value, cls), cls)
    name = forward_name(value)
    if name is not None and not isinstance(value, Unresolved):
        return resolved(evaluate(name, cls), cls)
    if value is None:
        return type(None)
    return value
