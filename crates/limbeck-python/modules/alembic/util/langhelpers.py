"""Small helpers of Alembic by their names there."""

from sqlalchemy.util.langhelpers import asbool, immutabledict, memoized_property, to_list

EMPTY_DICT = immutabledict()


def to_tuple(value, default=None):
    if value is None:
        return default
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return (value,)
    return tuple(value)


def unique_list(items):
    return list(dict.fromkeys(items))


def dedupe_tuple(items):
    return tuple(unique_list(items))


def rev_id():
    import uuid

    return uuid.uuid4().hex[-12:]


def format_as_comma(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return ", ".join(value)


def not_none(value):
    assert value is not None
    return value


class Dispatcher:
    """A function by the class of what it handles, and by a qualifier."""

    def __init__(self):
        self._registry = {}

    def dispatch_for(self, target, *, qualifier="default", replace=False):
        def decorate(fn):
            key = (target, qualifier)
            if key in self._registry and not replace:
                raise ValueError(
                    "Can not set dispatch function for object "
                    f"{target!r}: key already exists. To replace existing function, use "
                    "replace=True."
                )
            self._registry[key] = fn
            return fn

        return decorate

    def find(self, obj, qualifier="default"):
        if isinstance(obj, str):
            targets = [obj]
        else:
            targets = (obj if isinstance(obj, type) else type(obj)).__mro__
        for target in targets:
            for key in ((target, qualifier), (target, "default")):
                if key in self._registry:
                    return self._registry[key]
        return None

    def dispatch(self, obj, qualifier="default"):
        found = self.find(obj, qualifier)
        if found is None:
            raise ValueError(f"no dispatch function for object: {obj}")
        return found

    def branch(self):
        copied = Dispatcher()
        copied._registry = dict(self._registry)
        return copied


def __getattr__(name):
    if name in ("DispatchPriority", "PriorityDispatchResult", "PriorityDispatcher"):
        from . import priorities

        return getattr(priorities, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
