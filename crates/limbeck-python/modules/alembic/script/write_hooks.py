"""Hooks that run on new revision files."""

_registry = {}


def register(name):
    """Decorates a hook; the program runs those of its own types only."""

    def decorate(function):
        _registry[name] = function
        return function

    return decorate
