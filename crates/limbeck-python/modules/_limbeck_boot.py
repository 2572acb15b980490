"""Makes a fresh interpreter ours: streams that the host sees, exit(), placeholders."""

import builtins
import sys
import time

import _frozen_importlib
import _io
import _limbeck


class Stream(_io._TextIOBase):
    """A standard stream whose text goes through the host, so that order is kept."""

    encoding = "utf-8"
    errors = "backslashreplace"
    newlines = None
    line_buffering = True
    closed = False

    def __init__(self, descriptor, name, real):
        self._descriptor = descriptor
        self._real = real
        self.name = name
        self.mode = "w"

    @property
    def buffer(self):
        self.flush()
        return self._real.buffer

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        _limbeck.write(self._descriptor, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        _limbeck.flush(self._descriptor)

    def close(self):
        self.flush()

    def writable(self):
        return True

    def readable(self):
        return False

    def seekable(self):
        return False

    def fileno(self):
        return self._descriptor

    def isatty(self):
        return self._real.isatty()


def exit(code=None):
    raise SystemExit(code)


# Standard modules that need what this interpreter does not have.
INCOMPLETE = frozenset(("ssl", "curses", "tkinter", "_ssl", "_sqlite3", "_tkinter"))


def sleep(seconds, /, *, _sleep=time.sleep, _now=time.monotonic):
    """`time.sleep()`, in pieces between which Ctrl-C is heard."""
    if seconds > 0.1:
        end = _now() + seconds
        while (seconds := end - _now()) > 0.1:
            _sleep(0.1)
        seconds = max(seconds, 0)
    _sleep(seconds)


def importer():
    """The file and line of the project's import that is under way, or None.

    An import made by the standard library or by a module of ours has to fail as usual:
    they try imports that they can do without. So has a question whether a module exists, and
    one made by the program that runs: all that it does is its own, and needs what it imports.
    """
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file in ("importlib.util", "pkgutil"):
            return None
        if "/" in file or "\\" in file or file.endswith(".py"):
            if getattr(sys.modules.get("__main__"), "__file__", None) == file:
                return None
            return file, frame.f_lineno
        if not file.startswith(("_frozen_importlib", "importlib", "_limbeck_boot")):
            return None
        frame = frame.f_back
    return None


def placeholder_spec(fullname):
    place = importer()
    if place is None or _limbeck.import_is_guarded(*place):
        return None
    from _limbeck_placeholder import Loader

    return _frozen_importlib.ModuleSpec(fullname, Loader(fullname, *place), is_package=True)


def wait(self, timeout=None):
    """`threading.Condition.wait()` where a thread runs to its end when it is started: there is
    none that could notify."""
    if not self._is_owned():
        raise RuntimeError("cannot wait on un-acquired lock")
    if timeout is None:
        raise RuntimeError("no other thread runs that could end this wait")
    time.sleep(timeout)
    return False


def let_placeholders_register(abc):
    """`ABCMeta.register()` takes what stands for a class of a module that is not there."""
    own = abc._abc_register

    def register(cls, subclass):
        if getattr(type(subclass), "_limbeck_placeholder", False):
            return subclass
        return own(cls, subclass)

    abc._abc_register = register


def add_audit_hook(hook, /):
    """Nothing is audited here: no hook is ever called."""


def field_of_tuple(index, doc):
    """A field of a named tuple, read past a `__getitem__` that a class below may have."""
    item = tuple.__getitem__
    return property(lambda self: item(self, index), doc=doc)


def _posix_id():
    """The number that the system has for the only thread that runs Python."""
    from os import getpid

    return getpid()


def tzset():
    """Local time follows `TZ` as it was when the process started."""


# Submodules of the standard library that are there under Alembic, which imports them itself, and
# that scripts use without an import of their own.
_LOADED_BY_ALEMBIC = {
    "email": "charset encoders errors header iterators message utils".split(),
    "importlib": "abc machinery metadata resources util".split(),
    "urllib": ["parse"],
}


def find_submodules(package, names):
    """Loads those submodules when they are asked for."""

    def find(name):
        if name in names:
            return _frozen_importlib._gcd_import(f"{package.__name__}.{name}")
        raise AttributeError(f"module {package.__name__!r} has no attribute {name!r}")

    package.__getattr__ = find


_exec_frozen = _frozen_importlib.FrozenImporter.exec_module


def exec_frozen(module):
    """Loads a module; one of ours has the names of others of ours, too, where they stand for
    a package whose modules take each other's names.
    """
    _exec_frozen(module)
    if module.__name__ == "threading":
        # The lock in Rust does not say whose it is, which `Condition` asks.
        module._CRLock = None
        module.Condition.wait = wait
        # That of the interpreter's own knows nothing of what a subclass has.
        from _threading_local import local

        module.local = local
        module.get_native_id = _posix_id
    elif module.__name__ == "collections":
        module._tuplegetter = field_of_tuple
    elif module.__name__ == "abc":
        let_placeholders_register(module)
    elif module.__name__ in _LOADED_BY_ALEMBIC:
        find_submodules(module, _LOADED_BY_ALEMBIC[module.__name__])
    if module.__name__.partition(".")[0] not in ("sqlalchemy", "alembic"):
        return
    own = module.__dict__.get("__getattr__")

    def find(name):
        if own is not None:
            try:
                return own(name)
            except AttributeError:
                if name[:1] == "_":
                    raise
        if name[:1] != "_":
            from _limbeck_elsewhere import find

            found = find(module.__name__, name)
            if found is not None:
                setattr(module, name, found)
                return found
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    module.__getattr__ = find


class IncompleteFinder:
    """Comes first: a standard module that is there and cannot work."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname in INCOMPLETE or fullname.partition(".")[0] in INCOMPLETE:
            return placeholder_spec(fullname)
        return None


class MissingFinder:
    """Comes last: a module that no other finder has, nor one that was added later."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        for finder in sys.meta_path[sys.meta_path.index(MissingFinder) + 1 :]:
            found = finder.find_spec(fullname, path, target)
            if found is not None:
                return found
        parent = fullname.rpartition(".")[0]
        if parent:
            package = sys.modules.get(parent)
            from_project = getattr(package, "__file__", None) or list(path or ())
            if not getattr(package, "_limbeck_placeholder", False) and (
                from_project or not _limbeck.is_stand_in(parent)
            ):
                return None
        elif _limbeck.is_standard(fullname):
            return None
        return placeholder_spec(fullname)


def is_compiled(fullname, path):
    """Whether an extension module has this name, beside a folder without code."""
    import os

    start = fullname.rpartition(".")[2] + "."
    for folder in sys.path if path is None else path:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        if any(name.startswith(start) and name.endswith((".so", ".pyd")) for name in names):
            return True
    return False


class SourceFinder:
    """Comes before the search of sys.path: a module that is there and may fail to load."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        spec = _paths.find_spec(fullname, path, target)
        if spec is not None and spec.loader is None and is_compiled(fullname, path):
            spec = placeholder_spec(fullname)
            if spec is None:
                raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
            return spec
        place = importer()
        if spec is None or spec.loader is None or place is None:
            return spec
        if "-packages" not in (spec.origin or ""):
            from _limbeck_placeholder import ProjectLoader

            spec.loader = ProjectLoader(spec.loader, fullname, *place)
        elif "-packages" not in place[0] and not _limbeck.import_is_guarded(*place):
            from _limbeck_placeholder import TryingLoader

            spec.loader = TryingLoader(spec.loader, fullname, *place)
        else:
            from _limbeck_placeholder import OptionalLoader

            spec.loader = OptionalLoader(spec.loader, fullname, *place)
        return spec


sys.stdout = Stream(1, "<stdout>", sys.__stdout__)
sys.stderr = Stream(2, "<stderr>", sys.__stderr__)
builtins.exit = builtins.quit = exit
builtins.round = _limbeck.round

_compile = builtins.compile


def compile(source, *args, **options):
    """As the built-in, with syntax trees whose f-strings hold expressions as they are, which
    CPython takes and rustpython-vm 0.5 does not: werkzeug's routes are made of such."""
    if type(source).__module__ == "ast":
        _wrap_expressions(source)
    return _limbeck.with_hidden_cell(_compile(source, *args, **options))


def _wrap_expressions(tree):
    import ast

    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = [
                value
                if isinstance(value, (ast.Constant, ast.FormattedValue))
                else ast.copy_location(ast.FormattedValue(value, -1, None), value)
                for value in node.values
            ]


builtins.compile = compile
sys.modules["__main__"] = type(sys)("__main__")
sys.addaudithook = add_audit_hook
time.sleep = sleep
time.tzset = tzset
_frozen_importlib.FrozenImporter.exec_module = staticmethod(exec_frozen)
if "abc" in sys.modules:
    let_placeholders_register(sys.modules["abc"])
sys.meta_path.insert(0, IncompleteFinder)
_paths = sys.meta_path[-1]
sys.meta_path.insert(-1, SourceFinder)
sys.meta_path.append(MissingFinder)
