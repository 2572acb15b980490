"""What fills a column in: defaults of the client and of the server, sequences, identities."""

from ._schema_item import (
    BLANK_SCHEMA,
    DialectKWArgs,
    SchemaItem,
    argument_error,
    is_clause,
    table_key,
)
from .base import ClauseElement, Executable, quoted_name
from .type_api import GenericRepr, present, to_instance

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.schema"


class FetchedValue(SchemaItem):
    """A default that the server has and that is not known here."""

    is_server_default = True
    is_clause_element = False
    is_identity = False
    has_argument = False
    reflected = False
    column = None

    def __init__(self, for_update=False):
        self.for_update = for_update

    def _as_for_update(self, for_update):
        return self if for_update == self.for_update else self._clone(for_update)

    def _copy(self, **kw):
        return self._clone(self.for_update)

    def _clone(self, for_update):
        copied = type(self).__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied.__dict__.pop("column", None)
        copied.for_update = for_update
        return copied

    def _set_parent(self, column, **kw):
        self.column = column
        if self.for_update:
            column.server_onupdate = self
        else:
            column.server_default = self

    def __repr__(self):
        return str(GenericRepr(self))

    def __limbeck__(self):
        return "fetched"


class DefaultClause(FetchedValue):
    """A default written in DDL: text that is quoted, or an expression."""

    has_argument = True

    def __init__(self, arg, for_update=False, _reflected=False):
        if not isinstance(arg, str) and not is_clause(arg):
            raise argument_error(
                "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
                "'sqlalchemy.sql.elements.ClauseElement'>' or '<class "
                f"'sqlalchemy.sql.elements.TextClause'>', got '{type(arg)}'"
            )
        super().__init__(for_update)
        self.arg = arg
        self.reflected = _reflected

    def __repr__(self):
        return f"DefaultClause({self.arg!r}, for_update={self.for_update!r})"

    def __limbeck__(self):
        return wire_server_default(self.arg)


def wire_server_default(value):
    """`server_default=` in any form scripts use, as `ServerDefault`; None where it is none."""
    if value is None:
        return None
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, FetchedValue):
        return value
    if is_clause(value):
        return {"expr": value.__clause_element__()}
    return DefaultClause(value)


class DefaultGenerator(Executable, SchemaItem):
    """A value that the client supplies."""

    __repr__ = SchemaItem.__repr__

    __visit_name__ = "default_generator"
    is_sequence = False
    is_identity = False
    is_server_default = False
    is_clause_element = False
    is_callable = False
    is_scalar = False
    is_sentinel = False
    has_arg = False
    column = None

    def __init__(self, for_update=False):
        self.for_update = for_update

    def _set_parent(self, column, **kw):
        self.column = column
        if self.for_update:
            column.onupdate = self
        else:
            column.default = self


class ColumnDefault(DefaultGenerator):
    """`default=`: a value, an expression, or a function that is called per row."""

    has_arg = True

    def __new__(cls, arg=None, for_update=False):
        if isinstance(arg, FetchedValue):
            raise argument_error("ColumnDefault may not be a server-side default type.")
        if cls is ColumnDefault:
            if is_clause(arg):
                cls = ColumnElementColumnDefault
            elif callable(arg):
                cls = CallableColumnDefault
            else:
                cls = ScalarElementColumnDefault
        return object.__new__(cls)

    def __init__(self, arg, for_update=False):
        self.for_update = for_update
        self.arg = arg

    def _copy(self, **kw):
        return type(self)(self._given_arg, for_update=self.for_update)

    @property
    def _given_arg(self):
        return self.arg

    def value(self, context=None):
        """What a row gets: a plain value or an expression."""
        return self.arg

    def __repr__(self):
        return f"{type(self).__name__}({self.arg!r})"


class ScalarElementColumnDefault(ColumnDefault):
    is_scalar = True

    def _wire_for(self, type_):
        from sqlalchemy.exc import StatementError

        from .elements import value_to_wire

        try:
            value = value_to_wire(self.arg, type_)
        except StatementError:
            # The type does not take the value, which matters to who inserts a row.
            return "callable"
        if value is None or isinstance(value, (str, bytes, int, float, list, tuple, dict)):
            return {"value": value}
        if type(value).__module__ in ("datetime", "decimal", "uuid", "_decimal", "_pydatetime"):
            return {"value": value}
        # Only the client needs the value; DDL needs to know just that there is one.
        return "callable"


class ColumnElementColumnDefault(ColumnDefault):
    is_clause_element = True

    def _wire_for(self, type_):
        return {"expr": self.arg.__clause_element__()}


class CallableColumnDefault(ColumnDefault):
    is_callable = True

    def __init__(self, arg, for_update=False):
        self.for_update = for_update
        self._fn = arg
        function = getattr(arg, "__func__", arg)
        code = getattr(function, "__code__", None)
        positional = 0
        if code is not None:
            bound = 1 if getattr(arg, "__self__", None) is not None else 0
            positional = code.co_argcount - len(function.__defaults__ or ()) - bound
        if positional > 1:
            raise argument_error(
                "ColumnDefault Python function takes zero or one positional arguments"
            )
        self.arg = arg if positional == 1 else self._maybe_wrap_callable(arg)

    @staticmethod
    def _maybe_wrap_callable(function):
        """A function of the context, which shows itself as `function` does."""
        wrapped = lambda context: function()
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            if hasattr(function, name):
                setattr(wrapped, name, getattr(function, name))
        return wrapped

    @property
    def _given_arg(self):
        return self._fn

    def value(self, context=None):
        return self.arg(context)

    def _wire_for(self, type_):
        return "callable"


class _InsertSentinelColumnDefault(ColumnDefault):
    is_sentinel = True

    def __new__(cls):
        return object.__new__(cls)

    def __init__(self):
        super().__init__(None)

    def _copy(self, **kw):
        return _InsertSentinelColumnDefault()

    def _wire_for(self, type_):
        return "callable"


class IdentityOptions(DialectKWArgs):
    """The options of a sequence."""

    def _set_options(self, start, increment, minvalue, maxvalue, nominvalue, nomaxvalue, cycle,
                     cache, order, dialect_kw):
        self.start = start
        self.increment = increment
        self.minvalue = minvalue
        self.maxvalue = maxvalue
        self.nominvalue = nominvalue
        self.nomaxvalue = nomaxvalue
        self.cycle = cycle
        self.cache = cache
        if order is not None:
            if "oracle_order" in dialect_kw:
                raise argument_error(
                    "Cannot specify both 'order' and 'oracle_order'. Please use only "
                    "'oracle_order'."
                )
            dialect_kw["oracle_order"] = order
        self._validate_dialect_kwargs(dialect_kw)

    @property
    def order(self):
        return self.dialect_kwargs.get("oracle_order")

    def _as_dict(self):
        names = (
            "start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue", "cycle",
            "cache",
        )
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def _wire_sequence_options(self):
        wire = self._as_dict()
        if self.order is not None:
            wire["order"] = self.order
        return wire


class Sequence(IdentityOptions, DefaultGenerator):
    """A sequence, by itself or as a column's default."""

    __visit_name__ = "sequence"
    is_sequence = True

    def __init__(self, name, start=None, increment=None, minvalue=None, maxvalue=None,
                 nominvalue=None, nomaxvalue=None, cycle=None, schema=None, cache=None, order=None,
                 data_type=None, optional=False, quote=None, metadata=None, quote_schema=None,
                 for_update=False, **dialect_kw):
        self.for_update = for_update
        self._set_options(start, increment, minvalue, maxvalue, nominvalue, nomaxvalue, cycle,
                          cache, order, dialect_kw)
        self.name = quoted_name(name, quote)
        self.optional = optional
        if schema is BLANK_SCHEMA:
            self.schema = schema = None
        elif schema is None and metadata is not None and metadata.schema:
            self.schema = schema = metadata.schema
        else:
            self.schema = quoted_name(schema, quote_schema)
        self._key = table_key(name, schema)
        self.data_type = None if data_type is None else to_instance(data_type)
        self.metadata = None
        if metadata is not None:
            self._set_metadata(metadata)

    def _copy(self, **kw):
        return Sequence(
            self.name, schema=self.schema, data_type=self.data_type, optional=self.optional,
            for_update=self.for_update, **self._as_dict(), **self.dialect_kwargs,
        )

    def _set_parent(self, column, **kw):
        super()._set_parent(column, **kw)
        column._on_table_attach(lambda column, table: self._set_metadata(table.metadata))

    def _set_metadata(self, metadata):
        if metadata is None:
            return
        self.metadata = metadata
        metadata._register_object(self)
        metadata._sequences[self._key] = self

    def next_value(self):
        from .functions import func

        return func.next_value(self)

    def create(self, bind, checkfirst=True):
        from ._create_drop import create_sequence

        create_sequence(self, bind, checkfirst)

    def drop(self, bind, checkfirst=True):
        from ._create_drop import drop_sequence

        drop_sequence(self, bind, checkfirst)

    def _wire_for(self, type_):
        return {"sequence": self._sequence_wire()}

    def _sequence_wire(self):
        wire = present(name=str(self.name), schema=self.schema and str(self.schema),
                       optional=bool(self.optional), data_type=self.data_type)
        wire.update(self._wire_sequence_options())
        return wire

    def _wire(self):
        return {"expr": "next_value", "sequence": self.name, "schema": self.schema}


class Computed(FetchedValue):
    """`GENERATED ALWAYS AS (..)`."""

    __visit_name__ = "computed_column"

    def __init__(self, sqltext, persisted=None):
        from .elements import text

        self.sqltext = text(sqltext) if isinstance(sqltext, str) else sqltext
        self.persisted = persisted
        self.column = None
        self.for_update = False

    def _as_for_update(self, for_update):
        return self

    def _set_parent(self, column, **kw):
        if not isinstance(column.server_default, (type(None), Computed)) or not isinstance(
            column.server_onupdate, (type(None), Computed)
        ):
            raise argument_error(
                "A generated column cannot specify a server_default or a server_onupdate argument"
            )
        self.column = column
        column.computed = column.server_default = column.server_onupdate = self

    def _copy(self, **kw):
        return self._copied_to(Computed(self.sqltext, persisted=self.persisted))

    def __limbeck__(self):
        return {"expr": self.sqltext, "persisted": self.persisted}


class Identity(IdentityOptions, FetchedValue):
    """`GENERATED .. AS IDENTITY`."""

    __visit_name__ = "identity_column"
    is_identity = True

    def __init__(self, always=False, on_null=None, start=None, increment=None, minvalue=None,
                 maxvalue=None, nominvalue=None, nomaxvalue=None, cycle=None, cache=None,
                 order=None, **dialect_kw):
        if on_null is not None:
            if "oracle_on_null" in dialect_kw:
                raise argument_error(
                    "Cannot specify both 'on_null' and 'oracle_on_null'. Please use only "
                    "'oracle_on_null'."
                )
            dialect_kw["oracle_on_null"] = on_null
        self._set_options(start, increment, minvalue, maxvalue, nominvalue, nomaxvalue, cycle,
                          cache, order, dialect_kw)
        self.always = always
        self.column = None
        self.for_update = False

    @property
    def on_null(self):
        return self.dialect_kwargs.get("oracle_on_null")

    def _as_for_update(self, for_update):
        return self

    def _set_parent(self, column, **kw):
        from ._schema_item import NULL_UNSPECIFIED

        if not isinstance(column.server_default, (type(None), Identity)) or (
            column.server_onupdate is not None
        ):
            raise argument_error(
                "A column with an Identity object cannot specify a server_default or a "
                "server_onupdate argument"
            )
        if column.autoincrement is False:
            raise argument_error(
                "A column with an Identity object cannot specify autoincrement=False"
            )
        self.column = column
        column.identity = column.server_default = self
        if column._user_defined_nullable is NULL_UNSPECIFIED:
            column.nullable = False

    def _copy(self, **kw):
        return self._copied_to(
            Identity(always=self.always, **self._as_dict(), **self.dialect_kwargs)
        )

    def __repr__(self):
        return str(GenericRepr(self))

    def __limbeck__(self):
        wire = {"always": bool(self.always), **self._wire_sequence_options()}
        if self.on_null is not None:
            wire["on_null"] = self.on_null
        return wire
