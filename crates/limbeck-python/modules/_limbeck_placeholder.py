"""Objects that stand for modules which cannot be loaded, until something needs them."""

import builtins
import sys

import _limbeck


class PlaceholderError(RuntimeError):
    """Something needs what a placeholder stands for."""

    __module__ = "limbeck"
    # The missing module, and the file and line that import it.
    _limbeck_origin = None


# The errors of modules of the project that a placeholder stands for, by their names.
_failures = {}
# What each module that is there failed with.
_reasons = {}


def _ways_out():
    return (
        "Where only env.py needs it, --url runs without env.py; "
        "elsewhere write the value out in place of the import"
    )


# Calls that nothing in a database hangs on, even where a step makes them.
_LOGGING = frozenset(
    "bind critical debug error exception getLogger get_logger info log notice success trace warn "
    "warning".split()
)


# Names with underscores that classes of a missing base may have from it.
_NAMES = frozenset(
    "__version__ __table__ __tablename__ __mapper__ __table_args__ __mapper_args__".split()
)


# Drivers of databases, whose errors have the classes that they have there.
_DRIVERS = frozenset("MySQLdb psycopg psycopg2 pymysql".split())


def _step_calls():
    """Whether a step of a migration makes the call, and not a module that is being imported."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_name
        if name == "<module>":
            return False
        if name in ("_run_step", "_run_plain_step"):
            return frame.f_globals.get("__name__") == "alembic.runtime.migration"
        frame = frame.f_back
    return False


def _enumeration_asks():
    """Whether an enumeration lists its values, having told its members apart by their hash."""
    frame = sys._getframe(2)
    return frame.f_code.co_name == "__set_name__" and frame.f_globals.get("__name__") == "enum"


class Placeholder:
    """What a missing module and everything taken from it are."""

    _limbeck_placeholder = True
    # How many there have been, and the origin of the last.
    _limbeck_made = (0, None)

    def __init__(self, name, origin):
        Placeholder._limbeck_made = (Placeholder._limbeck_made[0] + 1, origin)
        self.__dict__["_limbeck_name"] = name
        self.__dict__["_limbeck_origin"] = origin
        self.__dict__["__name__"] = name

    def _limbeck_fail(self, use):
        module, file, line = self._limbeck_origin
        error = PlaceholderError(
            f"{self._limbeck_name} is needed here ({use}), but the module {module}, "
            f'imported in "{file}", line {line}, cannot be loaded. {_ways_out()}'
        )
        error._limbeck_origin = self._limbeck_origin
        raise error from _failures.get(module)

    def __limbeck__(self):
        self._limbeck_fail("as a value")

    @property
    def __class__(self):
        # Asked for by isinstance(): what a step does next would hang on the answer.
        if _step_calls():
            self._limbeck_fail("as a value")
        return type(self)

    def __getattr__(self, name):
        if name[:2] == "__" and name not in _NAMES or name[:4] == "_sa_":
            raise AttributeError(f"placeholder {self._limbeck_name} has no {name}")
        if self._limbeck_name.partition(".")[0] in _DRIVERS:
            from sqlalchemy.engine._driver_errors import named_error

            found = named_error(self._limbeck_name, name)
            if found is not None:
                return found
        return Placeholder(f"{self._limbeck_name}.{name}", self._limbeck_origin)

    def __call__(self, *args, **kwargs):
        last = self._limbeck_name.rpartition(".")[2]
        if last == "keys" and not args and not kwargs:
            # As `**placeholder` and dict() ask.
            self._limbeck_fail("its items")
        if last not in _LOGGING and _step_calls():
            # What the call would have done to the database is not known.
            self._limbeck_fail("as a call")
        if len(args) == 1 and not kwargs:
            (decorated,) = args
            if isinstance(decorated, type) or hasattr(decorated, "__code__"):
                return decorated
        return Placeholder(f"{self._limbeck_name}()", self._limbeck_origin)

    def __getitem__(self, item):
        return Placeholder(f"{self._limbeck_name}[...]", self._limbeck_origin)

    def __setitem__(self, item, value):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return False

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        return False

    def __or__(self, other):
        return self

    __ror__ = __or__
    __hash__ = object.__hash__

    def __eq__(self, other):
        if self is other:
            return True
        if _enumeration_asks():
            return False
        return Placeholder(f"{self._limbeck_name} == ...", self._limbeck_origin)

    def __ne__(self, other):
        if self is other:
            return False
        return Placeholder(f"{self._limbeck_name} != ...", self._limbeck_origin)

    @property
    def keys(self):
        # `**placeholder` looks for it in the class.
        return self.__getattr__("keys")

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __instancecheck__(self, instance):
        return False

    def __subclasscheck__(self, subclass):
        return False

    def __repr__(self):
        return f"<placeholder {self._limbeck_name}>"

    def __mro_entries__(self, bases):
        Placeholder._limbeck_made = (Placeholder._limbeck_made[0] + 1, self._limbeck_origin)
        plain = all(type(base) in (type, Placeholder) for base in bases)
        make = TaintedType if plain else type
        builtins.__build_class__ = _build_class
        name = self._limbeck_name.rpartition(".")[2].strip("()[]") or "Placeholder"
        return (make(name, (Tainted,), {"_limbeck_base": self, "__module__": "placeholder"}),)


def _failing(name, use):
    def method(self, *args, **kwargs):
        self._limbeck_fail(use)

    method.__name__ = name
    return method


for _use, _names in {
    "its truth": "bool",
    "its text": "str format fspath bytes",
    "its number": "int float index complex round neg pos abs invert",
    "its items": "iter len contains next reversed aiter anext",
    "waiting for it": "await",
    "in a comparison": "lt le gt ge",
    "in a calculation": (
        "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod "
        "pow rpow and rand xor rxor lshift rshift matmul divmod"
    ),
}.items():
    for _name in _names.split():
        _name = f"__{_name}__"
        setattr(Placeholder, _name, _failing(_name, _use))


class Tainted:
    """A base of classes whose real base cannot be loaded."""

    _limbeck_tainted = True

    def __new__(cls, *args, **kwargs):
        if len(args) == 3 and isinstance(args[1], tuple) and isinstance(args[2], dict):
            # A metaclass makes a class: it derives from one that cannot be loaded.
            return metaclass_with(type, args[1])(*args)
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        if _step_calls():
            type(self)._limbeck_base._limbeck_fail("as an object")

    def __init_subclass__(cls, **kwargs):
        # The keywords are the missing base's where there is no other base to take them.
        if not isinstance(cls, TaintedType):
            super().__init_subclass__(**kwargs)

    @property
    def __class__(self):
        if _step_calls():
            type(self)._limbeck_base._limbeck_fail("as a value")
        return type(self)

    def __getattr__(self, name):
        return getattr(type(self)._limbeck_base, name)


class TaintedType(type):
    """Gives such classes the attributes that their real base may have had."""

    def __new__(cls, name, bases, namespace, **kwargs):
        return super().__new__(cls, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)

    @property
    def __class__(cls):
        if _step_calls():
            cls._limbeck_base._limbeck_fail("as a class")
        return type(cls)

    def __getattr__(cls, name):
        if name == "_limbeck_base":
            raise AttributeError(name)
        return getattr(cls._limbeck_base, name)


_plain_build_class = builtins.__build_class__
_joined = {}


def _build_class(body, name, /, *bases, **keywords):
    """Makes a class as a class statement does, whatever the metaclasses of its bases."""
    if any(issubclass(type(base), TaintedType) for base in bases):
        metaclass = keywords.get("metaclass", type)
        for base in bases:
            kind = type(base)
            if kind is not TaintedType and issubclass(kind, metaclass) and issubclass(kind, type):
                metaclass = kind
        joined = metaclass_with(metaclass, bases)
        if joined is not metaclass:
            keywords["metaclass"] = joined
    return _plain_build_class(body, name, *bases, **keywords)


def metaclass_with(metaclass, bases):
    """`metaclass`, joined with that of a base which cannot be loaded where there is one."""
    if issubclass(metaclass, TaintedType) or not any(
        issubclass(type(base), TaintedType) for base in bases
    ):
        return metaclass
    if metaclass is type:
        return TaintedType
    if metaclass not in _joined:
        _joined[metaclass] = type(metaclass.__name__, (metaclass, TaintedType), {})
    return _joined[metaclass]


def base_of(cls):
    """The placeholder among the bases of a class, or None."""
    for base in type.__getattribute__(cls, "__mro__"):
        if "_limbeck_base" in base.__dict__:
            return base.__dict__["_limbeck_base"]
    return None


class Loader:
    """Makes the placeholder for a module."""

    def __init__(self, module, file, line):
        self.origin = (module, file, line)

    def create_module(self, spec):
        module, file, line = self.origin
        _limbeck.note_placeholder(module, file, line)
        parent = sys.modules.get(module.rpartition(".")[0])
        if isinstance(parent, Placeholder):
            return Placeholder(module, parent._limbeck_origin)
        return Placeholder(module, self.origin)

    def exec_module(self, module):
        pass


def _missing_part(error, before, place):
    """What a module of the project failed for, as an origin; None where the project is at fault.

    `before` is how many placeholders there were when the module began to load.
    """
    if isinstance(error, PlaceholderError):
        return error._limbeck_origin
    owner = getattr(getattr(error, "obj", None), "__spec__", None)
    owner = getattr(owner, "name", None) or getattr(error, "name", None) or ""
    if isinstance(error, (AttributeError, ImportError)) and _limbeck.is_stand_in(owner):
        # Ours stand for these packages, and do not have all that is in them.
        return (owner, *place)
    if type(error).__module__ == "pydantic_core._pydantic_core":
        # The settings are wrong, which is for the user to mend.
        return None
    made, last = Placeholder._limbeck_made
    return last if made > before else None


class ProjectLoader:
    """Loads a module of the project, and puts a placeholder in its place where it needs one."""

    def __init__(self, loader, module, file, line):
        self.loader = loader
        self.origin = (module, file, line)

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        before = Placeholder._limbeck_made[0]
        given = dict(module.__dict__)
        try:
            self.loader.exec_module(module)
            give_submodules(module)
        except Exception as error:
            if isinstance(error, ImportError) and _supply(error, module, self.origin[1:]):
                module.__dict__.clear()
                module.__dict__.update(given)
                self.exec_module(module)
            elif not self._stand_in(error, before, module):
                raise

    def _stand_in(self, error, before, module):
        """Puts a placeholder in the place of a module that failed; false where it may not."""
        name, *place = self.origin
        origin = _missing_part(error, before, place)
        if origin is None:
            return False
        _limbeck.note_placeholder(name, *place)
        _failures.setdefault(origin[0], error)
        _reasons[name] = f"{type(error).__name__}: {error}"
        placeholder = Placeholder(name, origin)
        placeholder.__dict__["__spec__"] = module.__spec__
        if hasattr(module, "__path__"):
            # What is in the package may do without the package's own code.
            placeholder.__dict__["__path__"] = module.__path__
        sys.modules[name] = placeholder
        return True


def _supply(error, module, place):
    """Puts a placeholder where `module` imports what a package of ours does not have."""
    owner, name = sys.modules.get(error.name), getattr(error, "name_from", None)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if owner is None or name is None or not _limbeck.is_stand_in(error.name):
        return False
    if trace is None or trace.tb_frame.f_globals is not module.__dict__:
        return False
    if name in owner.__dict__:
        return False
    whole = f"{error.name}.{name}"
    _limbeck.note_placeholder(whole, *place)
    setattr(owner, name, Placeholder(whole, (whole, module.__file__, trace.tb_lineno)))
    return True


class TryingLoader:
    """Loads an installed module, and puts a placeholder in its place where that fails."""

    def __init__(self, loader, module, file, line):
        self.loader = loader
        self.origin = (module, file, line)

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        given = dict(module.__dict__)
        for _ in range(_ATTEMPTS):
            try:
                self.loader.exec_module(module)
                return give_submodules(module)
            except Exception as error:
                if isinstance(error, ImportError) and _supply(error, module, self.origin[1:]):
                    module.__dict__.clear()
                    module.__dict__.update(given)
                    continue
                failed = _failed_package(error)
            if failed is None or _is_within(self.origin[0], failed):
                break
            # What it needs, and not it, cannot be loaded.
            for name in [name for name in sys.modules if _is_within(name, failed)]:
                del sys.modules[name]
            _put_placeholder(failed, self.origin[1:], None)
            module.__dict__.clear()
            module.__dict__.update(given)
        _put_placeholder(self.origin[0], self.origin[1:], module.__spec__)


class OptionalLoader:
    """Loads what an installed package imports: where it can do without, a module that needs a
    placeholder is not there."""

    def __init__(self, loader, module, file, line):
        self.loader = loader
        self.origin = (module, file, line)

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        before = Placeholder._limbeck_made[0]
        try:
            self.loader.exec_module(module)
        except ImportError:
            raise
        except Exception as error:
            name, *place = self.origin
            if _missing_part(error, before, place) is None or not _limbeck.import_is_guarded(*place):
                raise
            raise ImportError(f"{name} needs what cannot be loaded", name=name) from error


# How many packages may fail within one that is imported.
_ATTEMPTS = 8


def _put_placeholder(name, place, spec):
    """Puts a placeholder where a module of an installed package failed to load."""
    placeholder = Loader(name, *place).create_module(None)
    placeholder.__dict__["__path__"] = []
    placeholder.__dict__["__spec__"] = spec
    sys.modules[name] = placeholder


def _failed_package(error):
    """The installed package whose code the error came from; None where there is none."""
    found, trace = None, error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if "-packages" in frame.f_code.co_filename:
            found = _package_of(frame.f_globals.get("__name__", ""))
        trace = trace.tb_next
    return found


def _package_of(name):
    """The package that a module came in: below a namespace that several share, its own part."""
    parts = name.split(".")
    for count in range(1, len(parts)):
        whole = ".".join(parts[:count])
        module = sys.modules.get(whole)
        if not hasattr(module, "__path__") or getattr(module, "__file__", None) is not None:
            return whole
    return name


def _is_within(name, package):
    return name == package or name.startswith(package + ".")


def give_submodules(module):
    """Lets scripts find the submodules of a package that only another script imports.

    Alembic imports all scripts before any runs.
    """
    if not hasattr(module, "__path__") or "__getattr__" in module.__dict__:
        return

    def find(name):
        if name[:2] != "__" and "down_revision" in sys._getframe(1).f_globals:
            whole = f"{module.__name__}.{name}"
            try:
                __import__(whole)
            except ModuleNotFoundError:
                pass
            else:
                return sys.modules[whole]
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    module.__getattr__ = find
