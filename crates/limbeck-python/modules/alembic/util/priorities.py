"""Functions that plugins register for what autogenerate compares, by priority."""

import enum


class PriorityDispatchResult(enum.Enum):
    """What a function of a PriorityDispatcher may say to those after it."""

    CONTINUE = enum.auto()
    STOP = enum.auto()


class DispatchPriority(enum.IntEnum):
    FIRST = 50
    MEDIUM = 25
    LAST = 10


class PriorityDispatcher:
    """Lists of functions by target and qualifier, called by priority."""

    def __init__(self):
        self._registry = {}

    def dispatch_for(
        self, target, *, priority=DispatchPriority.MEDIUM, qualifier="default", subgroup=None
    ):
        def decorate(fn):
            key = (target, qualifier, priority)
            self._registry.setdefault(key, []).append((fn, subgroup))
            return fn

        return decorate

    def dispatch(self, target, *, qualifier="default", priorities=None):
        """What calls the registered functions: of all priorities, or of those named."""
        qualifiers = dict.fromkeys((qualifier, "default"))
        wanted = [p for p in DispatchPriority if priorities is None or p.name in priorities]

        def call_all(*args, **kw):
            stopped = set()
            keys = [(target, name, p) for p in wanted for name in qualifiers]
            for key in keys:
                for fn, subgroup in self._registry.get(key, ()):
                    if subgroup in stopped:
                        continue
                    if fn(*args, **kw) is PriorityDispatchResult.STOP:
                        stopped.add(subgroup)

        return call_all

    def branch(self):
        copied = PriorityDispatcher()
        copied._registry = {key: list(value) for key, value in self._registry.items()}
        return copied
