"""`@compiles`: functions that spell constructs of a script's own."""

import _limbeck

from ..sql.base import HOOKS


def compiles(class_, *specs):
    """Registers the function for the class, on these dialects or on all."""

    _limbeck.interpret_scripts()

    def decorate(function):
        if getattr(type(class_), "_limbeck_placeholder", False):
            # Nothing is of a class that is not there.
            return function
        hooks = HOOKS.setdefault(class_, {})
        for spec in specs or ("default",):
            hooks[spec] = function
        return function

    return decorate


def deregister(class_):
    HOOKS.pop(class_, None)
