"""What every construct of the expression language shares."""

from ..util.langhelpers import Subscripted, immutabledict

HOOKS = {}
"""Class to `{dialect name or "default": function}`, filled by `sqlalchemy.ext.compiler`."""


_dialects = []

noted_binds = []
"""For each conversion now under way, the named binds that its element turned out to hold."""


_live = []


def respells():
    """Whether functions are registered for statements, or for columns in them."""
    return any(getattr(cls, "_is_ddl", False) for cls in HOOKS)


def runs_live():
    """Whether the conversion now under way is of what runs, with all values beside its text."""
    # Functions of @compiles may have values written into it.
    return bool(_live) and not HOOKS


def is_run():
    """Whether the conversion now under way is of what runs."""
    return bool(_live)


class running:
    """Conversions within the block are of what runs."""

    __slots__ = ()

    def __enter__(self):
        _live.append(True)

    def __exit__(self, *exc):
        _live.pop()


def current_dialect():
    """The dialect that a conversion now under way is for."""
    if _dialects:
        return _dialects[-1]
    import _limbeck

    if _limbeck.has_host():
        from sqlalchemy.sql._current import dialect

        return dialect()
    return None


class for_dialect:
    """Conversions within the block are for this dialect."""

    __slots__ = ("dialect",)

    def __init__(self, dialect):
        self.dialect = dialect

    def __enter__(self):
        _dialects.append(self.dialect)

    def __exit__(self, *exc):
        _dialects.pop()


class ClauseElement(Subscripted):
    """A part of a statement; `__limbeck__` tells Rust what it is."""

    __visit_name__ = "clause"
    is_clause_element = True
    is_selectable = is_dml = supports_execution = is_attribute = False
    # What mapped classes and their attributes have: said here, since to look for what is missing
    # takes longer than all else that is done with an element.
    _limbeck_selected = _limbeck_entity = None
    inherit_cache = None
    stringify_dialect = "default"
    _as_scalar = None
    description = None
    # The class by whose name SQLAlchemy shows it, where it has no other for it.
    _shown_as = None

    def __repr__(self):
        cls, place = type(self), f"at {id(self):#x}"
        if self.description is None:
            return f"<{cls.__module__}.{self._shown_as or cls.__qualname__} object {place}>"
        return f"<{cls.__module__}.{self._shown_as or cls.__name__} {place}; {self.description}>"

    def __limbeck__(self):
        if HOOKS:
            for cls in type(self).__mro__:
                if cls in HOOKS:
                    from ._custom import render

                    made = render(self, HOOKS[cls])
                    if made is not None:
                        return made
                if "__visit_name__" in cls.__dict__:
                    break
        return self._wire()

    def _wire(self):
        from . import _errors

        _errors.unsupported(self)

    def _froms(self):
        return ()

    def __clause_element__(self):
        return self

    def compile(self, bind=None, dialect=None, **kw):
        from ._compiled import compile_element

        return compile_element(self, bind, dialect, **kw)

    def __str__(self):
        from ._compiled import compile_element

        return compile_element(self, None, None).string

    def self_group(self, against=None):
        return self

    def get_children(self, **kw):
        return ()

    def __bool__(self):
        raise TypeError("Boolean value of this clause is not defined")

    def _clone(self):
        new = type(self).__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new

    _given_params = None

    def params(self, *optional, **kwargs):
        new = self._clone()
        new._given_params = {**(self._given_params or {}), **dict(*optional), **kwargs}
        return new

    unique_params = params

    def compare(self, other, **kw):
        """Whether the other says the same: as text and with its values."""
        from ._compiled import compile_element

        one, two = compile_element(self, None, None), compile_element(other, None, None)
        return one.string == two.string and one.params == two.params


class Executable(ClauseElement):
    """What a connection can run."""

    supports_execution = True
    is_select = is_insert = is_update = is_delete = is_text = is_from_statement = False
    _execution_options = immutabledict()

    def execution_options(self, **kw):
        new = self._clone()
        new._execution_options = self._execution_options.union(kw)
        return new

    def get_execution_options(self):
        return self._execution_options

    # What the ORM reads with the objects of a SELECT.
    _with_options = ()

    def options(self, *options):
        new = self._clone()
        new._with_options = (*self._with_options, *options)
        new._narrow(options)
        return new

    def _narrow(self, options):
        """Takes the columns alone that options ask for."""


def generative(function):
    """The method works on a copy, which it returns."""

    def wrapper(self, *args, **kw):
        new = self._clone()
        result = function(new, *args, **kw)
        return new if result is None else result

    wrapper.__name__ = function.__name__
    return wrapper


class quoted_name(str):
    """A name with its wish about quotes."""

    _fingerprint = "name"

    __slots__ = ("quote",)

    def __new__(cls, value, quote=None):
        if value is None:
            return None
        if isinstance(value, cls) and (quote is None or value.quote == quote):
            return value
        self = super().__new__(cls, value)
        self.quote = quote
        return self

    def __limbeck__(self):
        if self.quote is None:
            return "".join(self)
        return {"name": str.__str__(self), "quote": self.quote}

    def __reduce__(self):
        return quoted_name, (str(self), self.quote)

    def __str__(self):
        return "".join(self)
