"""Tables, columns and their metadata, and the names that `sqlalchemy.schema` gives."""

from sys import modules as _modules

from ._column import Column, Named, TypedColumns, insert_sentinel
from ._schema_constraints import (
    CheckConstraint,
    ColumnCollectionConstraint,
    ColumnCollectionMixin,
    Constraint,
    PrimaryKeyConstraint,
    UniqueConstraint,
    wanted,
)
from ._schema_defaults import (
    CallableColumnDefault,
    ColumnDefault,
    ColumnElementColumnDefault,
    Computed,
    DefaultClause,
    DefaultGenerator,
    FetchedValue,
    Identity,
    IdentityOptions,
    ScalarElementColumnDefault,
    Sequence,
    _InsertSentinelColumnDefault,
    wire_server_default,
)
from ._schema_index import Index
from ._schema_item import (
    BLANK_SCHEMA,
    NULL_UNSPECIFIED,
    RETAIN_SCHEMA,
    ColumnCollection,
    ColumnMarker,
    DialectKWArgs,
    SchemaConst,
    SchemaItem,
    SchemaVisitable,
    argument_error,
    fire,
    next_creation_order,
    placeholder_of,
    table_key,
)
from ._schema_keys import ForeignKey, ForeignKeyConstraint, ForeignKeyTarget
from .base import current_dialect, quoted_name
from .elements import ColumnClause
from .naming import conv, convention_templates, has_callables
from .selectable import TableClause
from .type_api import NO_ARG, SchemaEventTarget, TypeEngine, present, to_instance

HasConditionalDDL = HasSchemaAttr = SchemaItem
PLAIN_CONSTRAINTS = frozenset(
    (PrimaryKeyConstraint, UniqueConstraint, ForeignKeyConstraint, CheckConstraint)
)


class Table(DialectKWArgs, SchemaItem, TableClause):
    """A table of a metadata."""

    __visit_name__ = "table"
    _fingerprint = "table"
    named_with_column = True
    implicit_returning = True
    foreign_keys = constraints = indexes = _extra_dependencies = frozenset()
    _prefixes = ()
    # The placeholder among the bases of the class whose table this is: columns are missing.
    _limbeck_lacks = None

    def __new__(cls, *args, **kw):
        if not args and not kw:
            return object.__new__(cls)
        try:
            name, metadata, *items = args
        except ValueError:
            raise TypeError(
                "Table() takes at least two positional-only arguments 'name', and 'metadata'"
            ) from None
        schema = kw.get("schema")
        if schema is None:
            schema = metadata.schema
        elif schema is BLANK_SCHEMA:
            schema = None
        keep, extend = kw.get("keep_existing", False), kw.get("extend_existing", False)
        if keep and extend:
            raise argument_error("keep_existing and extend_existing are mutually exclusive.")
        must_exist = kw.pop("must_exist", kw.pop("mustexist", False))
        key = table_key(name, schema)
        if key in metadata.tables:
            if not keep and not extend and items:
                from ..exc import InvalidRequestError

                raise InvalidRequestError(
                    f"Table '{key}' is already defined for this MetaData instance.  Specify "
                    "'extend_existing=True' to redefine options and columns on an existing Table "
                    "object."
                )
            table = metadata.tables[key]
            if extend:
                table._init_existing(*items, **kw)
            return table
        if must_exist:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(f"Table '{key}' not defined")
        table = object.__new__(cls)
        fire(table, "before_parent_attach", table, metadata)
        metadata._add_table(name, schema, table)
        try:
            table._init(name, metadata, *items, **kw)
        except BaseException:
            metadata._remove_table(name, schema)
            raise
        fire(table, "after_parent_attach", table, metadata)
        return table

    def __init__(self, *args, **kw):
        # `__new__` has done it all: a second Table() of the same name gives the first one back.
        pass

    def _init(self, name, metadata, /, *args, schema=None, quote=None, quote_schema=None,
              autoload_with=None, autoload_replace=True, keep_existing=False,
              extend_existing=False, resolve_fks=True, include_columns=None,
              implicit_returning=True, comment=None, info=None, listeners=None, prefixes=None,
              _extend_on=None, **kw):
        name = quoted_name(name, quote)
        if schema is None:
            schema = metadata.schema
        elif schema is BLANK_SCHEMA:
            schema = None
        else:
            schema = quoted_name(schema, quote_schema)
        own = self.__dict__
        own.update({
            "name": name,
            "metadata": metadata,
            "schema": schema,
            "fullname": table_key(name, schema),
            "_columns": ColumnCollection(),
            "indexes": set(),
            "constraints": set(),
            "foreign_keys": set(),
            "implicit_returning": implicit_returning,
            "comment": comment,
        })
        own["_primary_key"] = PrimaryKeyConstraint._implicit(self)
        if info is not None:
            self.info = info
        for event, function in listeners or ():
            from ..event import listen

            listen(self, event, function)
        if prefixes:
            self._prefixes = tuple(prefixes)
        kw.pop("_reflect_info", None)
        self._validate_dialect_kwargs(kw)
        if autoload_with is not None:
            self._autoload(autoload_with, include_columns, (), resolve_fks, _extend_on)
        all_names = {column.name: column for column in self._columns}
        replace = bool(extend_existing or keep_existing or autoload_with)
        by_key, is_watched = self._columns._by_key, "sqlalchemy.event" in _modules
        for item in args:
            if type(item) is Column and not is_watched:
                column = item.__dict__
                name = column["name"]
                if (
                    name and column["key"] == name and name not in all_names
                    and column.get("table") is None
                ):
                    by_key[name] = all_names[name] = item
                    self._attach_new(item, name, column)
                    continue
            self._init_items(item, allow_replacements=replace, all_names=all_names)

    def _attach_new(self, column, name, own):
        """Tells a column of which the table knew nothing, and whose `__dict__` is `own`."""
        own["table"] = self
        if own["primary_key"]:
            self._primary_key._columns._by_key[name] = column
        if "index" in own or "unique" in own:
            column._add_flagged(self)
        type_ = own["type"]
        if type_._joins_table or type_._variants:
            for each in (type_, *type_._variants.values()):
                if each._joins_table:
                    each._set_table(column, self)
                    column._add_type_bound(each, self)
        if "_attach_listeners" in own:
            for listener in own.pop("_attach_listeners"):
                listener(column, self)

    def _init_existing(self, *args, autoload_with=None, autoload_replace=True, schema=None,
                       include_columns=None, resolve_fks=True, extend_existing=False,
                       keep_existing=False, comment=NO_ARG, info=NO_ARG, _extend_on=None,
                       implicit_returning=None, **kw):
        if schema and schema != self.schema:
            raise argument_error(
                f"Can't change schema of existing table from '{self.schema}' to '{schema}'"
            )
        if "quote" in kw or "quote_schema" in kw:
            raise argument_error("Can't redefine 'quote' or 'quote_schema' arguments")
        if include_columns is not None:
            for column in self.c:
                if column.name not in include_columns:
                    self._columns.remove(column)
        if comment is not NO_ARG:
            self.comment = comment
        if info is not NO_ARG:
            self.info = info
        if autoload_with is not None:
            known = () if autoload_replace else [column.name for column in self.c]
            self._autoload(autoload_with, include_columns, known, resolve_fks, _extend_on)
        kw.pop("_reflect_info", None)
        self._validate_dialect_kwargs(kw)
        self._init_items(
            *args, allow_replacements=True,
            all_names={column.name: column for column in self.c},
        )

    def _autoload(self, bind, include_columns=None, exclude_columns=(), resolve_fks=True,
                  _extend_on=None):
        from ..inspection import inspect

        inspect(bind).reflect_table(
            self, include_columns, exclude_columns, resolve_fks, _extend_on=_extend_on
        )

    @property
    def c(self):
        return self._columns

    exported_columns = c

    @property
    def columns(self):
        return self.__dict__.get("_columns_given") or self._columns

    @columns.setter
    def columns(self, columns):
        # Listeners of `before_create` have a table made with other columns.
        self._columns_given = columns

    @property
    def primary_key(self):
        return self._primary_key

    @property
    def key(self):
        return table_key(self.name, self.schema)

    @property
    def description(self):
        return self.name

    @property
    def foreign_key_constraints(self):
        return {key.constraint for key in self.foreign_keys if key.constraint is not None}

    @property
    def _sorted_constraints(self):
        return sorted(self.constraints, key=lambda item: item._creation_order)

    @property
    def _autoincrement_column(self):
        return self.primary_key._autoincrement_column

    autoincrement_column = _autoincrement_column

    def _set_parent(self, metadata, **kw):
        metadata._add_table(self.name, self.schema, self)
        self.metadata = metadata

    def add_is_dependent_on(self, table):
        self._extra_dependencies = {*self._extra_dependencies, table}

    def append_column(self, column, *, replace_existing=False):
        self._insert_column(column, None, replace_existing)

    def insert_column(self, column, index, *, replace_existing=False):
        self._insert_column(column, index, replace_existing)

    def _insert_column(self, column, index, replace_existing):
        from ..exc import DuplicateColumnError

        try:
            column._set_parent_with_dispatch(
                self, allow_replacements=replace_existing, index=index,
                all_names={other.name: other for other in self.c},
            )
        except DuplicateColumnError as error:
            raise DuplicateColumnError(
                f"{error.args[0]} Specify replace_existing=True to Table.append_column() or "
                "Table.insert_column() to replace an existing column."
            ) from error

    def append_constraint(self, constraint):
        constraint._set_parent_with_dispatch(self)

    def exists(self, bind):
        from ..inspection import inspect

        return inspect(bind).has_table(self.name, schema=self.schema)

    def create(self, bind, checkfirst=False):
        from ._create_drop import create_table

        create_table(self, bind, checkfirst)

    def drop(self, bind, checkfirst=False):
        from ._create_drop import drop_table

        drop_table(self, bind, checkfirst)

    def to_metadata(self, metadata, schema=RETAIN_SCHEMA, referred_schema_fn=None, name=None):
        """A copy of the table in another metadata."""
        name = self.name if name is None else name
        if schema is RETAIN_SCHEMA:
            actual = self.schema
        else:
            actual = metadata.schema if schema is None else schema
        if table_key(name, actual) in metadata.tables:
            from ..util import warn

            warn(
                f"Table '{self.description}' already exists within the given MetaData - not "
                "copying."
            )
            return metadata.tables[table_key(name, actual)]
        table = Table(
            name, metadata, *(column._copy(schema=actual) for column in self.c), schema=actual,
            comment=self.comment, prefixes=self._prefixes, **self.dialect_kwargs,
        )
        for item in self._sorted_constraints:
            self._copy_constraint(item, table, actual, referred_schema_fn)
        for index in sorted(self.indexes, key=lambda item: item._creation_order):
            if not index._column_flag:
                expressions = [
                    table.c[item.key] if isinstance(item, Column) else item
                    for item in index.expressions
                ]
                Index(index.name, *expressions, unique=index.unique, _table=table,
                      **index.dialect_kwargs)
        return self._copied_to(table)

    tometadata = to_metadata

    def _copy_constraint(self, item, table, schema, referred_schema_fn):
        if isinstance(item, ForeignKeyConstraint):
            referred = item._referred_schema
            if referred_schema_fn:
                referred = referred_schema_fn(self, schema, item, referred)
            else:
                referred = schema if referred == self.schema else None
            table.append_constraint(item._copy(schema=referred, target_table=table))
        elif isinstance(item, PrimaryKeyConstraint):
            if len(item) and (item.name is not None or not item._implicit_generated):
                table.append_constraint(item._copy(target_table=table))
        elif isinstance(item, CheckConstraint):
            if not item._type_bound:
                item._copy(target_table=table)
        elif not item._column_flag:
            table.append_constraint(item._copy(target_table=table))

    def _wire_constraints(self, dialect=None, as_attached=False, left_out=()):
        """The constraints CREATE TABLE states: the primary key, then by creation."""
        dialect = dialect or current_dialect()
        key = self.primary_key
        first = [key] if len(key.columns) and not key._isolated else []
        rest = [
            item for item in wanted(self.constraints, dialect)
            if item is not self.primary_key and not item._isolated and item not in left_out
        ]
        if as_attached:
            rest.sort(key=lambda item: item._attach_order)
        return [
            item._schema_wire(self)
            for item in first + rest
            if not item._type_bound or type_bound_wanted(item, dialect)
        ]

    def _schema_wire(self, as_attached=False, columns=None, left_out=()):
        """The table as `limbeck_core::schema::Table`, of `columns` where they are made already.

        The constraints `left_out` are not in it.

        With `as_attached` the constraints stand in the order in which they joined the table,
        which is the order in which a batch takes them over.
        """
        wire = {
            "name": self.name,
            "schema": self.schema,
            "columns": columns or [column._schema_wire() for column in self.columns],
            "constraints": self._wire_constraints(as_attached=as_attached, left_out=left_out),
            "indexes": [index._schema_wire(self) for index in wanted(self.indexes)],
        }
        if self.comment is not None:
            wire["comment"] = self.comment
        if self._prefixes:
            wire["prefixes"] = [getattr(item, "text", item) for item in self._prefixes]
        if "dialect_kwargs" in self.__dict__:
            wire["options"] = self._wire_options()
        wire["naming_convention"] = self.metadata._convention()[0]
        return wire

    def __str__(self):
        return table_key(self.description, self.schema)

    def __repr__(self):
        parts = [repr(self.name), repr(self.metadata), *(repr(column) for column in self.c)]
        return f"Table({', '.join(parts)}, schema={self.schema!r})"


class TableToBe(Table):
    """What `op.create_table` gives: a table that is built when something is asked of it."""

    def __getattribute__(self, name):
        if name in ("__class__", "__dict__", "__clause_element__"):
            return object.__getattribute__(self, name)
        build = object.__getattribute__(self, "__dict__").pop("_build", None)
        if build is not None:
            made = build()
            self.__class__ = Table
            own = self.__dict__
            own.update(made.__dict__)
            for item in (*own["_columns"], *own["indexes"]):
                item.__dict__["table"] = self
            for item in own["constraints"]:
                item.__dict__["parent"] = self
            own["metadata"].tables[self.key] = self
        return getattr(self, name)

    @classmethod
    def _of(cls, build):
        made = object.__new__(cls)
        made.__dict__["_build"] = build
        return made


def type_bound_wanted(check, dialect):
    """Whether a Boolean's or Enum's CHECK is written on this dialect (on all, if it is None)."""
    column, type_ = check._bound_column, check._bound_type
    if dialect is None:
        return type_ is column.type
    if column.type._variants.get(dialect.name, column.type) is not type_:
        return False
    return type_._type_bound_check(column, dialect) is not None


DEFAULT_NAMING_CONVENTION = {"ix": "ix_%(column_0_label)s"}
_DEFAULT_CONVENTION = (convention_templates(DEFAULT_NAMING_CONVENTION), False)


class MetaData(SchemaItem):
    """Tables by name."""

    __visit_name__ = "metadata"

    def __init__(self, schema=None, quote_schema=None, naming_convention=None, info=None):
        if schema is not None and not isinstance(schema, str):
            raise argument_error(f"expected schema argument to be a string, got {type(schema)}.")
        self.tables = {}
        self.schema = quoted_name(schema, quote_schema)
        self.naming_convention = naming_convention or DEFAULT_NAMING_CONVENTION
        if info:
            self.info = info
        self._sequences = {}
        self._objects = []
        self._known_convention = None

    def _convention(self):
        """(the convention's text templates, whether it has tokens that are functions)"""
        convention = self.naming_convention
        if convention is DEFAULT_NAMING_CONVENTION:
            return _DEFAULT_CONVENTION
        if self._known_convention is None or self._known_convention[2] is not convention:
            self._known_convention = (
                convention_templates(convention), has_callables(convention), convention
            )
        return self._known_convention

    def _add_table(self, name, schema, table):
        self.tables[table_key(name, schema)] = table

    def _remove_table(self, name, schema):
        self.tables.pop(table_key(name, schema), None)

    def _register_object(self, item):
        if not any(other is item for other in self._objects):
            self._objects.append(item)

    @property
    def schemas(self):
        found = {table.schema for table in self.tables.values() if table.schema is not None}
        if self.schema:
            found.add(self.schema)
        return tuple(found)

    def get_schema_objects(self, kind, *, schema=NO_ARG):
        schema = self.schema if schema is NO_ARG else schema
        return tuple(
            item for item in self._objects if isinstance(item, kind) and item.schema == schema
        )

    def get_schema_object_by_name(self, kind, name, *, schema=NO_ARG):
        for item in self.get_schema_objects(kind, schema=schema):
            if getattr(item, "name", None) == name:
                return item
        return None

    def clear(self):
        self.tables.clear()
        self._sequences.clear()
        self._objects.clear()

    def remove(self, table):
        self._remove_table(table.name, table.schema)

    @property
    def sorted_tables(self):
        from ._table_order import sort_tables

        return sort_tables(sorted(self.tables.values(), key=lambda table: table.key))

    def reflect(self, bind, schema=None, views=False, only=None, extend_existing=False,
                autoload_replace=True, resolve_fks=True, **dialect_kwargs):
        """Loads the tables of a database that are not here yet."""
        from ..inspection import inspect

        inspector = inspect(bind)
        schema = self.schema if schema is None else schema
        available = list(inspector.get_table_names(schema))
        if views:
            available += inspector.get_view_names(schema)
            available += inspector.get_materialized_view_names(schema)
        known = set(self.tables)

        def wanted_name(name):
            return extend_existing or table_key(name, schema) not in known

        if only is None:
            names = [name for name in available if wanted_name(name)]
        elif callable(only):
            names = [name for name in available if wanted_name(name) and only(name, self)]
        else:
            missing = [name for name in only if name not in available]
            if missing:
                from ..exc import InvalidRequestError

                where = f" schema '{schema}'" if schema else ""
                raise InvalidRequestError(
                    f"Could not reflect: requested table(s) not available in "
                    f"{inspector.engine!r}{where}: ({', '.join(missing)})"
                )
            names = [name for name in only if wanted_name(name)]
        options = {
            "autoload_with": inspector, "extend_existing": extend_existing,
            "autoload_replace": autoload_replace, "resolve_fks": resolve_fks, **dialect_kwargs,
        }
        if schema is not None:
            options["schema"] = schema
        for name in names:
            Table(name, self, **options)

    def create_all(self, bind, tables=None, checkfirst=True):
        from ._create_drop import create_all

        create_all(self, bind, tables, checkfirst)

    def drop_all(self, bind, tables=None, checkfirst=True):
        from ._create_drop import drop_all

        drop_all(self, bind, tables, checkfirst)

    def __contains__(self, table_or_key):
        key = table_or_key if isinstance(table_or_key, str) else table_or_key.key
        return key in self.tables

    def __repr__(self):
        return "MetaData()"


def __getattr__(name):
    from . import ddl

    if name.startswith("__") or not hasattr(ddl, name):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(ddl, name)
