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
    """Functions by the class of what they handle, and by a qualifier."""

    def __init__(self, uselist=False):
        self._registry = {}
        self.uselist = uselist

    def dispatch_for(self, target, *, qualifier="default", replace=False):
        def decorate(fn):
            key = (target, qualifier)
            if self.uselist:
                self._registry.setdefault(key, []).append(fn)
            elif key in self._registry and not replace:
                raise ValueError(
                    "Can not set dispatch function for object "
                    f"{target!r}: key already exists. To replace existing function, use "
                    "replace=True."
                )
            else:
                self._registry[key] = fn
            return fn

        return decorate

    def find(self, obj, qualifier="default"):
        targets = [obj] if isinstance(obj, str) else type(obj).__mro__
        for target in targets:
            for key in ((target, qualifier), (target, "default")):
                if key in self._registry:
                    return self._registry[key]
        return None

    def dispatch(self, obj, qualifier="default"):
        found = self.find(obj, qualifier)
        if found is None:
            raise ValueError(f"no dispatch function for object: {obj!r}")
        if not self.uselist:
            return found

        def call_all(*args, **kw):
            for fn in found:
                fn(*args, **kw)

        return call_all

    def branch(self):
        copied = Dispatcher(self.uselist)
        copied._registry = {
            key: list(value) if self.uselist else value for key, value in self._registry.items()
        }
        return copied


class PriorityDispatcher(Dispatcher):
    """Kept for plugins: priorities are taken in the order of registration."""

    def dispatch_for(self, target, *, priority=None, qualifier="default", subgroup=None):
        return super().dispatch_for(target, qualifier=qualifier, replace=True)
