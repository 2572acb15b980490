"""The names that scripts and models take from typing, at little cost to import.

A name that is not here comes from the standard module, kept as _replaced_typing.
"""

import sys
import types

from _typing import (
    Generic,
    NoDefault,
    ParamSpec,
    ParamSpecArgs,
    ParamSpecKwargs,
    TypeAliasType,
    TypeVar,
    TypeVarTuple,
    Union,
    override,
)

TYPE_CHECKING = False
Text = str
List = list
Dict = dict
Set = set
FrozenSet = frozenset
Tuple = tuple
Type = type
AnyStr = TypeVar("AnyStr", bytes, str)

# Names of collections.abc that typing has too; the module is loaded with the first.
_ABSTRACT = frozenset(
    (
        "AbstractSet AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable "
        "ByteString Callable Collection Container Coroutine Generator Hashable ItemsView "
        "Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence "
        "MutableSet Reversible Sequence Sized ValuesView"
    ).split()
)
_CONCRETE = {
    "ChainMap": "collections",
    "Counter": "collections",
    "DefaultDict": "collections",
    "Deque": "collections",
    "OrderedDict": "collections",
    "ContextManager": "contextlib",
    "AsyncContextManager": "contextlib",
    "Match": "re",
    "Pattern": "re",
}
_RENAMED = {
    "AbstractSet": "Set",
    "DefaultDict": "defaultdict",
    "Deque": "deque",
    "ContextManager": "AbstractContextManager",
    "AsyncContextManager": "AbstractAsyncContextManager",
}


class Any:
    """The type of everything; a class, so that it may be a base."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


class _OfEitherModule(type):
    """`Union["X", None]` makes the interpreter's own kind of reference."""

    def __instancecheck__(cls, value):
        if type.__instancecheck__(cls, value):
            return True
        kind = type(value)
        return cls is ForwardRef and (kind.__module__, kind.__name__) == _OTHER_FORWARD_REF


_OTHER_FORWARD_REF = ("annotationlib", "ForwardRef")


class ForwardRef(metaclass=_OfEitherModule):
    """A type that an annotation names by a string."""

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False, owner=None):
        self.__forward_arg__ = arg
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module
        self.__owner__ = owner

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None, format=None):
        """The type that the string stands for, by these names or else those of its module."""
        if globals is None:
            module = sys.modules.get(self.__forward_module__ or "")
            globals = {} if module is None else vars(module)
        parameters = {parameter.__name__: parameter for parameter in type_params or ()}
        return _evaluate(self.__forward_arg__, {**globals, **parameters}, locals)

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"

    def __call__(self, *args, **kwargs):
        raise TypeError(f"{self!r} is not a type yet")


class _Form:
    """Optional, ClassVar and others that only make sense with brackets or alone."""

    def __init__(self, name, make):
        self._name = self.__name__ = name
        self._make = make

    def __getitem__(self, item):
        return self._make(self, item)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __repr__(self):
        return f"typing.{self._name}"


class _Alias:
    """A form with its arguments."""

    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args
        self.__parameters__ = _parameters(args)

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return (self.__origin__, self.__args__) == (other.__origin__, other.__args__)

    def __hash__(self):
        return hash((id(self.__origin__), self.__args__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __repr__(self):
        inner = ", ".join(_type_repr(arg) for arg in self.__args__)
        return f"{self.__origin__!r}[{inner}]"


class _Annotated(_Alias):
    def __init__(self, origin, metadata):
        super().__init__(origin, (origin,))
        self.__metadata__ = metadata

    def __eq__(self, other):
        same = super().__eq__(other)
        return same and self.__metadata__ == other.__metadata__ if same is True else same

    __hash__ = _Alias.__hash__

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __getattr__(self, name):
        if name[:2] == "__" or "__origin__" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __getitem__(self, item):
        if not self.__parameters__:
            raise TypeError(f"{self!r} is not a generic class")
        origin = self.__origin__
        if isinstance(origin, TypeVar):
            origin = _type_check(item, "Parameters to generic types must be types.")
        else:
            origin = origin[item]
        return _Annotated(origin, self.__metadata__)

    def __repr__(self):
        parts = [_type_repr(self.__origin__), *map(repr, self.__metadata__)]
        return f"typing.Annotated[{', '.join(parts)}]"


def _one(form, item):
    return _Alias(form, (_type_check(item, f"{form!r} accepts only single type."),))


def _annotate(form, items):
    if not isinstance(items, tuple) or len(items) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments")
    origin, *metadata = items
    if isinstance(origin, _Annotated):
        metadata = [*origin.__metadata__, *metadata]
        origin = origin.__origin__
    return _Annotated(_type_check(origin, ""), tuple(metadata))


def _literal(form, items):
    flat = []
    for item in items if isinstance(items, tuple) else (items,):
        inner = item.__args__ if get_origin(item) is Literal else (item,)
        flat.extend(one for one in inner if one not in flat)
    return _Alias(form, tuple(flat))


Optional = _Form("Optional", lambda form, item: Union[item, None])
Annotated = _Form("Annotated", _annotate)
Literal = _Form("Literal", _literal)
ClassVar = _Form("ClassVar", _one)
Final = _Form("Final", _one)
Required = _Form("Required", _one)
NotRequired = _Form("NotRequired", _one)
ReadOnly = _Form("ReadOnly", _one)
TypeGuard = _Form("TypeGuard", _one)
TypeIs = _Form("TypeIs", _one)
Unpack = _Form("Unpack", lambda form, item: _Alias(form, (item,)))
TypeAlias = _Form("TypeAlias", _one)
NoReturn = _Form("NoReturn", _one)
Never = _Form("Never", _one)
Self = _Form("Self", _one)
LiteralString = _Form("LiteralString", _one)


class _ConcatenateGenericAlias(_Alias):
    """By this name `collections.abc.Callable` knows parameters."""


def _concatenate(form, items):
    return _ConcatenateGenericAlias(form, items if isinstance(items, tuple) else (items,))


Concatenate = _Form("Concatenate", _concatenate)


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """What stands for a type: called by the interpreter for the members of a union."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    if callable(arg) or hasattr(arg, "__origin__") or isinstance(arg, (TypeVar, tuple)):
        return arg
    if type(arg) is Union or type(arg) is TypeAliasType:
        return arg
    raise TypeError(f"{msg} Got {arg!r:.100}.")


def _type_repr(value):
    if isinstance(value, type) and not hasattr(value, "__args__"):
        if value.__module__ == "builtins":
            return value.__qualname__
        return f"{value.__module__}.{value.__qualname__}"
    if value is ...:
        return "..."
    return repr(value)


def _parameters(args):
    found = []
    for arg in args:
        if isinstance(arg, (TypeVar, ParamSpec, TypeVarTuple)):
            inner = (arg,)
        else:
            inner = getattr(arg, "__parameters__", ()) if not isinstance(arg, type) else ()
        found.extend(one for one in inner if one not in found)
    return tuple(found)


def _generic_class_getitem(cls, args):
    args = args if isinstance(args, tuple) else (args,)
    made = types.GenericAlias if cls is not Generic else _GenericBase
    return made(cls, tuple(_generic_argument(arg) for arg in args))


class _GenericBase(types.GenericAlias):
    """`Generic[T]`, which is no base of its own where another base brings Generic."""

    def __mro_entries__(self, bases):
        for base in bases[bases.index(self) + 1:]:
            origin = getattr(base, "__origin__", None)
            if isinstance(origin, type) and issubclass(origin, Generic):
                return ()
        return (Generic,)


def _generic_argument(arg):
    """A type, or what stands for several: parameters of a call, or any number of types."""
    if arg is ... or isinstance(arg, (ParamSpec, TypeVarTuple)):
        return arg
    if isinstance(arg, list):
        return tuple(arg)
    return _type_check(arg, "Parameters to generic types must be types.")


def _generic_init_subclass(cls, *args, **kwargs):
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    bases = cls.__dict__.get("__orig_bases__", ())
    cls.__parameters__ = _parameters(bases)


def get_origin(value):
    if isinstance(value, _Annotated):
        return Annotated
    if type(value) is Union:
        return Union
    if isinstance(value, (_Alias, types.GenericAlias)):
        return value.__origin__
    if value is Generic:
        return Generic
    return getattr(value, "__origin__", None) if not isinstance(value, type) else None


def get_args(value):
    if isinstance(value, _Annotated):
        return (value.__origin__, *value.__metadata__)
    args = getattr(value, "__args__", ()) if not isinstance(value, type) else ()
    origin = get_origin(value)
    if len(args) > 1 and getattr(origin, "__name__", "") == "Callable" and args[0] is not ...:
        return (list(args[:-1]), args[-1])
    return tuple(args)


def _evaluate(value, globals, locals):
    if value is None:
        return type(None)
    if isinstance(value, str):
        value = eval(value, globals, locals)
        return _evaluate(value, globals, locals)
    if isinstance(value, ForwardRef):
        return _evaluate(value.__forward_arg__, globals, locals)
    args = getattr(value, "__args__", None)
    if not args or isinstance(value, type):
        return value
    if get_origin(value) is Literal:
        return value
    done = tuple(
        _evaluate(arg, globals, locals)
        if isinstance(arg, (str, ForwardRef)) or hasattr(arg, "__args__")
        else arg
        for arg in args
    )
    if done == args:
        return value
    if isinstance(value, _Annotated):
        return _Annotated(done[0], value.__metadata__)
    if type(value) is Union:
        return Union[done]
    if isinstance(value, _Alias):
        return _Alias(value.__origin__, done)
    return types.GenericAlias(value.__origin__, done)


def _strip(value):
    if isinstance(value, _Annotated):
        return _strip(value.__origin__)
    args = getattr(value, "__args__", None)
    if not args or isinstance(value, type) or get_origin(value) is Literal:
        return value
    done = tuple(_strip(arg) for arg in args)
    if done == args:
        return value
    if type(value) is Union:
        return Union[done]
    if isinstance(value, _Alias):
        return _Alias(value.__origin__, done)
    return types.GenericAlias(value.__origin__, done)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False, *, format=None):
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            names = globalns or _globals(base)
            scope = {**vars(base), **(localns or {})}
            for name, value in (base.__dict__.get("__annotations__") or _annotations(base)).items():
                hints[name] = _evaluate(value, names, scope)
    else:
        names = globalns or getattr(obj, "__globals__", getattr(obj, "__dict__", {}))
        for name, value in (getattr(obj, "__annotations__", None) or {}).items():
            hints[name] = _evaluate(value, names, localns)
    if include_extras:
        return hints
    return {name: _strip(value) for name, value in hints.items()}


def _globals(cls):
    """The names around a class: those of its module, which a script's is not registered as."""
    module = sys.modules.get(cls.__module__)
    annotate = getattr(cls, "__annotate__", None)
    return getattr(annotate, "__globals__", None) or getattr(module, "__dict__", {})


def _annotations(cls):
    own = cls.__dict__
    if "__annotate__" in own or "__annotate_func__" in own or "__annotations_cache__" in own:
        return cls.__annotations__
    return {}


def cast(typ, val):
    return val


def assert_type(val, typ):
    return val


def reveal_type(obj):
    return obj


def assert_never(arg):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def overload(function):
    def refuse(*args, **kwargs):
        raise NotImplementedError("You should not call an overloaded function.")

    return refuse


def final(thing):
    try:
        thing.__final__ = True
    except (AttributeError, TypeError):
        pass
    return thing


def no_type_check(thing):
    return thing


def dataclass_transform(**settings):
    def decorate(thing):
        thing.__dataclass_transform__ = settings
        return thing

    return decorate


class NewType:
    def __init__(self, name, tp):
        self.__name__ = self.__qualname__ = name
        self.__supertype__ = tp

    def __call__(self, value):
        return value

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return f"{__name__}.{self.__name__}"


def __getattr__(name):
    if name in _CONCRETE:
        module = _CONCRETE[name]
    elif name in _ABSTRACT:
        module = "_collections_abc"
    elif name[:2] == "__":
        raise AttributeError(f"module 'typing' has no attribute {name!r}")
    else:
        module = "_replaced_typing"
    __import__(module)
    found = getattr(sys.modules[module], _RENAMED.get(name, name))
    globals()[name] = found
    return found
