"""Small helpers of SQLAlchemy by their names there."""


def warn(msg, code=None):
    import warnings

    from ..exc import SAWarning

    warnings.warn(msg, SAWarning, stacklevel=3)


def warn_limited(msg, args):
    warn(msg % args)


def warn_deprecated(msg, version=None, stacklevel=3, code=None):
    import warnings

    from ..exc import SADeprecationWarning

    warnings.warn(msg, SADeprecationWarning, stacklevel=stacklevel)


class Subscripted:
    """A class that annotations subscript: `ColumnElement[float]` is `ColumnElement`."""

    def __class_getitem__(cls, item):
        return cls


class memoized_property:
    """A property that is computed once for each object."""

    def __init__(self, fget, doc=None):
        self.fget = fget
        self.__doc__ = doc or fget.__doc__
        self.__name__ = fget.__name__

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        value = obj.__dict__[self.__name__] = self.fget(obj)
        return value


class hybridproperty:
    """A property of a class and of its objects."""

    def __init__(self, func):
        self.func = self.clslevel = func

    def __get__(self, instance, owner):
        return self.clslevel(owner) if instance is None else self.func(instance)

    def classlevel(self, func):
        self.clslevel = func
        return self


class classproperty(property):
    """A property of a class."""

    def __get__(self, obj, cls=None):
        return self.fget(cls)


class hybridmethod:
    """A method of a class and of its objects."""

    def __init__(self, func):
        self.func = self.clslevel = func

    def __get__(self, instance, owner):
        if instance is None:
            return self.clslevel.__get__(owner, type(owner))
        return self.func.__get__(instance, owner)

    def classlevel(self, func):
        self.clslevel = func
        return self


def deprecated(version, message=None, **kw):
    """Marks a function as deprecated; calls of it are as before."""
    return lambda function: function


class immutabledict(dict):
    """A dict that does not change."""

    _fingerprint = "parts"

    def _refuse(self, *args, **kw):
        raise TypeError(f"{type(self).__name__} object is immutable")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = _refuse

    def union(self, *others, **kw):
        merged = dict(self)
        for other in others:
            merged.update(other or {})
        merged.update(kw)
        return immutabledict(merged)

    merge_with = union

    def __hash__(self):
        return hash(tuple(self.items()))


class symbol(int):
    """A named constant."""

    _known = {}

    def __new__(cls, name, doc=None, canonical=None):
        if name not in cls._known:
            found = cls._known[name] = int.__new__(
                cls, hash(name) if canonical is None else canonical
            )
            found.name = name
        return cls._known[name]

    def __repr__(self):
        return f"symbol({self.name!r})"


def to_list(value, default=None):
    if value is None:
        return default
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return [value]
    return value if isinstance(value, list) else list(value)


def asbool(value):
    if isinstance(value, str):
        text = value.strip().lower()
        if text in ("true", "yes", "on", "y", "t", "1"):
            return True
        if text in ("false", "no", "off", "n", "f", "0"):
            return False
        raise ValueError(f"String is not true/false: {text!r}")
    return bool(value)


def asint(value):
    return value if value is None else int(value)


def counter():
    from itertools import count

    return count(1).__next__


def generic_repr(obj, additional_kw=(), to_inspect=None, omit_kwarg=()):
    from ..sql.type_api import generic_repr

    return generic_repr(obj, additional_kw, to_inspect, omit_kwarg)
