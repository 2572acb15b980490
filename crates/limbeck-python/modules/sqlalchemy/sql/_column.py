"""Columns of tables."""

from sys import modules as _modules

from ..util.langhelpers import Subscripted, memoized_property
from ._schema_constraints import UniqueConstraint, wanted
from ._schema_defaults import (
    ColumnDefault, Computed, DefaultClause, FetchedValue, Identity, Sequence,
    _InsertSentinelColumnDefault,
)
from ._schema_index import Index
from ._schema_item import (
    NULL_UNSPECIFIED, ColumnMarker, DialectKWArgs, SchemaItem, argument_error, fire,
    next_creation_order, placeholder_of,
)
from .base import quoted_name
from .elements import ColumnClause
from .type_api import NO_ARG, SchemaEventTarget, TypeEngine, to_instance

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.schema"


class Named(Subscripted):
    """Annotation of a column that is known by its name."""


class TypedColumns(Named):
    """Base of classes that declare a table's columns."""


_FLAGS = ("unique", "index", "system")
_PARTS = ("comment", "identity", "computed", "server_default")


def _is_type(value):
    return isinstance(value, TypeEngine) or (
        isinstance(value, type) and issubclass(value, TypeEngine)
    )


def _sorted_out(items, name, type_):
    """What a column was given in any order: (further items, its name, its type)."""
    if isinstance(items[0], str):
        if name is not None:
            raise argument_error("May not pass name positionally and as a keyword.")
        name = items.pop(0)
    elif items[0] is None:
        items.pop(0)
    if items:
        if _is_type(items[0]):
            if type_ is not None:
                raise argument_error("May not pass type_ positionally and as a keyword.")
            type_ = items.pop(0)
        elif items[0] is None:
            items.pop(0)
    return items, name, type_


class Column(DialectKWArgs, SchemaItem, ColumnMarker, ColumnClause):
    """A column of a table."""

    __visit_name__ = "column"
    _fingerprint = "column"
    inherit_cache = True
    table = type = None
    is_literal = False
    computed = identity = None
    default = onupdate = server_default = server_onupdate = None
    index = unique = doc = comment = None
    autoincrement = "auto"
    system = _insert_sentinel = _omit_from_statements = False

    def __init__(self, name_pos=None, type_pos=None, /, *args, name=None, type_=None,
                 autoincrement="auto", default=NO_ARG, insert_default=NO_ARG, doc=None, key=None,
                 index=None, unique=None, info=None, nullable=NULL_UNSPECIFIED, onupdate=None,
                 primary_key=False, server_default=None, server_onupdate=None, quote=None,
                 system=False, comment=None, insert_sentinel=False, _omit_from_statements=False,
                 _proxies=None, **dialect_kwargs):
        if (
            type(name_pos) is str and isinstance(type_pos, TypeEngine) and name is type_ is None
        ):
            # As scripts have it; what follows takes much longer to find the same.
            items, name, type_ = [*args], name_pos, type_pos
        elif type_pos is None and type_ is None and not args and _is_type(name_pos):
            # As declarative classes have it.
            items, type_ = [], name_pos
        else:
            items, name, type_ = _sorted_out([name_pos, type_pos, *args], name, type_)
        if name is not None:
            if quote is not None or not isinstance(name, quoted_name):
                name = quoted_name(name, quote)
        elif quote is not None:
            raise argument_error("Explicit 'name' is required when sending 'quote' argument")
        # Through the dict: the interpreter is several times slower to set attributes. What is
        # as the class has it stays out: models have many columns.
        own = self.__dict__
        own.update({
            "name": name,
            "key": key if key is not None else name,
            "type": type_ if isinstance(type_, TypeEngine) else to_instance(type_),
            "primary_key": primary_key,
            "_user_defined_nullable": nullable,
            "nullable": not primary_key if nullable is NULL_UNSPECIFIED else nullable,
            "_creation_order": next_creation_order(),
        })
        if index is not None:
            own["index"] = index
        if unique is not None:
            own["unique"] = unique
        if comment is not None:
            own["comment"] = comment
        if doc is not None:
            own["doc"] = doc
        if autoincrement != "auto":
            own["autoincrement"] = autoincrement
        if system or insert_sentinel or _omit_from_statements:
            own["system"] = system
            own["_insert_sentinel"] = insert_sentinel
            own["_omit_from_statements"] = _omit_from_statements
        if "sqlalchemy.event" in _modules:
            self._attach_type()
        if insert_default is not NO_ARG:
            if default is not NO_ARG:
                raise argument_error(
                    "The 'default' and 'insert_default' parameters of Column are mutually "
                    "exclusive"
                )
            default = insert_default
        if (
            default is not NO_ARG or onupdate is not None
            or server_default is not None or server_onupdate is not None
        ):
            self._init_defaults(items, default, onupdate, server_default, server_onupdate)
        if items:
            self._init_items(*items)
        if info is not None:
            self.info = info
        if dialect_kwargs:
            self._extra_kwargs(**dialect_kwargs)

    @memoized_property
    def constraints(self):
        return set()

    @memoized_property
    def foreign_keys(self):
        return set()

    def _attach_type(self):
        for type_ in (self.type, *self.type._variants.values()):
            if isinstance(type_, SchemaEventTarget):
                fire(type_, "before_parent_attach", type_, self)
                type_._set_parent(self)
                fire(type_, "after_parent_attach", type_, self)

    def _init_defaults(self, items, default, onupdate, server_default, server_onupdate):
        if default is not NO_ARG and default is not None:
            if not isinstance(default, (ColumnDefault, Sequence)):
                default = ColumnDefault(default)
            self.default = default
            items.append(default)
        if onupdate is not None:
            if not isinstance(onupdate, (ColumnDefault, Sequence)):
                onupdate = ColumnDefault(onupdate, for_update=True)
            self.onupdate = onupdate
            items.append(onupdate)
        for value, for_update in ((server_default, False), (server_onupdate, True)):
            if value is None:
                continue
            if isinstance(value, FetchedValue):
                value = value._as_for_update(for_update)
            elif placeholder_of(value) is not None:
                self.__dict__["_limbeck_missing"] = placeholder_of(value)
                continue
            else:
                value = DefaultClause(value, for_update=for_update)
            if for_update:
                self.server_onupdate = value
            else:
                self.server_default = value
            if type(value) is DefaultClause and "sqlalchemy.event" not in _modules:
                value.__dict__["column"] = self
            else:
                items.append(value)

    def _extra_kwargs(self, **kwargs):
        self._validate_dialect_kwargs(kwargs)

    @property
    def _constructor(self):
        return type(self)

    @property
    def description(self):
        return self.name

    @property
    def base_columns(self):
        return {self}

    def append_foreign_key(self, key):
        key._set_parent_with_dispatch(self)

    def references(self, column):
        return any(key.column is column for key in self.foreign_keys)

    def _on_table_attach(self, listener):
        if self.table is not None:
            listener(self, self.table)
        else:
            self._after_attach(listener)

    def _take_referred_type(self):
        """A column without a type has that of the column it refers to, once that is known."""
        if not self.type._isnull:
            return
        for key in self.foreign_keys:
            if key.parent is None or key.parent.table is None and key._given_column is None:
                continue
            found = key._resolve_column(raiseerr=False)
            if found is not None and found is not self:
                take = getattr(found, "_take_referred_type", None)
                if take is not None:
                    take()
                self.type = found.type
                return

    def _set_parent(self, table, *, all_names=None, allow_replacements=False, index=None, **kw):
        if not self.name:
            raise argument_error(
                "Column must be constructed with a non-blank name or assign a non-blank .name "
                "before adding to a Table."
            )
        if self.key is None:
            self.key = self.name
        if self.table is not None and self.table is not table:
            raise argument_error(
                f"Column object '{self.key}' already assigned to Table "
                f"'{self.table.description}'"
            )
        all_names = {} if all_names is None else all_names
        self._replace_in(table, all_names, allow_replacements, index)
        all_names[self.name] = self
        self.table = table
        if self.primary_key:
            table.primary_key._replace(self)
        elif self.key in table.primary_key:
            raise argument_error(
                f"Trying to redefine primary-key column '{self.key}' as a non-primary-key column "
                f"on table '{table.fullname}'"
            )
        self._add_flagged(table)
        for type_ in (self.type, *self.type._variants.values()):
            if type_._joins_table:
                type_._set_table(self, table)
                self._add_type_bound(type_, table)

    def _replace_in(self, table, all_names, allow_replacements, index):
        existing, by, extra = None, "name", None
        if self.key in table._columns:
            existing = table._columns[self.key]
            by = "name" if self.key == self.name else "key"
        elif self.name in all_names:
            existing = all_names[self.name]
            extra = {existing}
        if existing is not None and existing is not self:
            if not allow_replacements:
                from ..exc import DuplicateColumnError

                raise DuplicateColumnError(
                    f"A column with {by} '{self.key if by == 'key' else self.name}' is already "
                    f"present in table '{table.name}'."
                )
            for key in existing.foreign_keys:
                table.foreign_keys.discard(key)
                table.constraints.discard(key.constraint)
        table._columns.replace(self, extra_remove=extra, index=index)

    def _add_flagged(self, table):
        """`index=True` and `unique=True` as an index or a constraint of the table."""
        if self.index:
            if isinstance(self.index, str):
                raise argument_error(
                    "The 'index' keyword argument on Column is boolean only. To create indexes "
                    "with a specific name, create an explicit Index object external to the Table."
                )
            if "sqlalchemy.event" in _modules:
                table.append_constraint(
                    Index(None, self.key, unique=bool(self.unique), _column_flag=True)
                )
            else:
                Index._of_flag(self, table)
        elif self.unique:
            if isinstance(self.unique, str):
                raise argument_error(
                    "The 'unique' keyword argument on Column is boolean only. To create unique "
                    "constraints or indexes with a specific name, append an explicit "
                    "UniqueConstraint to the Table's list of elements, or create an explicit "
                    "Index object external to the Table."
                )
            table.append_constraint(UniqueConstraint(self.key, _column_flag=True))

    def _add_type_bound(self, type_, table):
        """The CHECK of a Boolean or Enum; whether a dialect writes it is asked later."""
        bound = getattr(type_, "_type_bound_check", None)
        check = bound(self, None) if bound is not None else None
        if check is not None:
            check._bound_type = type_
            check._bound_column = self
            check._set_parent_with_dispatch(table)

    def _copy(self, **kw):
        items = [
            item._copy(**kw)
            for item in sorted(self.constraints, key=lambda each: each._creation_order)
            if not item._type_bound
        ]
        items += [key._copy(**kw) for key in self.foreign_keys if not key.constraint]
        if "_limbeck_missing" in self.__dict__:
            items.append(self._limbeck_missing)
        server_default, server_onupdate = self.server_default, self.server_onupdate
        if isinstance(server_default, (Computed, Identity)):
            items.append(server_default._copy(**kw))
            server_default = server_onupdate = None
        kept = {
            "default": self.default,
            "onupdate": self.onupdate,
            "server_default": server_default,
            "server_onupdate": server_onupdate,
        }
        kept = {name: item._copy() for name, item in kept.items() if item is not None}
        type_ = self.type
        if type_._joins_table:
            type_ = type_.copy(**{name: value for name, value in kw.items() if name == "schema"})
        copied = self._constructor(
            *items, name=self.name, type_=type_, key=self.key, primary_key=self.primary_key,
            unique=self.unique, system=self.system, index=self.index,
            autoincrement=self.autoincrement, doc=self.doc, comment=self.comment, **kept,
            **self.dialect_kwargs,
        )
        copied.nullable = self.nullable
        copied._user_defined_nullable = self._user_defined_nullable
        return self._copied_to(copied)

    def _merge(self, other, *, omit_defaults=False):
        """Fills in on `other` what it leaves unsaid."""
        if self.primary_key:
            other.primary_key = True
        if self.autoincrement != "auto" and other.autoincrement == "auto":
            other.autoincrement = self.autoincrement
        if self.info:
            other.info.update(self.info)
        if not self.type._isnull and other.type._isnull:
            other.type = self.type.copy() if self.type._joins_table else self.type
        if (
            self._user_defined_nullable is not NULL_UNSPECIFIED
            and other._user_defined_nullable is NULL_UNSPECIFIED
        ):
            other.nullable = self.nullable
            other._user_defined_nullable = self._user_defined_nullable
        for name in ("default", "server_default", "server_onupdate", "onupdate"):
            mine = getattr(self, name)
            if mine is None or getattr(other, name) is not None:
                continue
            if not (omit_defaults and name == "default"):
                mine._copy()._set_parent(other)
        for name in ("index", "unique"):
            if getattr(self, name) in (True, False) and getattr(other, name) is None:
                setattr(other, name, getattr(self, name))
        other.doc = other.doc or self.doc
        other.comment = other.comment or self.comment
        for item in self.constraints:
            if not item._type_bound:
                item._copy()._set_parent(other)
        for key in self.foreign_keys:
            if not key.constraint:
                key._copy()._set_parent(other)

    def _schema_wire(self):
        """The column as `limbeck_core::schema::Column`."""
        own = self.__dict__
        if "_limbeck_missing" in own:
            own["_limbeck_missing"]._limbeck_fail(f"as a part of column {own['name']}")
        if own["type"]._isnull:
            self._take_referred_type()
        name, autoincrement = own["name"], own.get("autoincrement", "auto")
        if not isinstance(autoincrement, str):
            autoincrement = "true" if autoincrement else "false"
        wire = {
            "name": name,
            "type": own["type"],
            "nullable": bool(own["nullable"]),
            "primary_key": bool(own["primary_key"]),
            "autoincrement": autoincrement,
        }
        if (
            own["primary_key"] and own["nullable"]
            and own["_user_defined_nullable"] is NULL_UNSPECIFIED
        ):
            wire["nullable_unsaid"] = True
        if own["key"] != name:
            wire["key"] = own["key"]
        for flag in _FLAGS:
            if own.get(flag):
                wire[flag] = True
        for part in _PARTS:
            if own.get(part) is not None:
                wire[part] = own[part]
        if "identity" in wire or "computed" in wire:
            wire.pop("server_default", None)
        if own.get("default") is not None:
            wire["default"] = own["default"]._wire_for(self.type)
        if own.get("constraints"):
            checks = [item._column_wire() for item in wanted(own["constraints"])]
            if checks:
                wire["checks"] = checks
        options = self._wire_options()
        if options:
            wire["options"] = options
        return wire

    def __str__(self):
        if self.name is None:
            return "(no name)"
        if self.table is not None and self.table.name:
            return f"{self.table.description}.{self.name}"
        return str(self.name)

    def __repr__(self):
        shown = []
        if self.key != self.name:
            shown.append("key")
        if self.primary_key:
            shown.append("primary_key")
        if not self.nullable:
            shown.append("nullable")
        for name in ("onupdate", "default", "server_default", "comment"):
            if getattr(self, name) is not None and getattr(self, name) != "":
                shown.append(name)
        table = "table=None" if self.table is None else f"table=<{self.table.description}>"
        parts = [repr(self.name), repr(self.type)]
        parts += [repr(key) for key in self.foreign_keys]
        parts += [repr(item) for item in self.constraints]
        parts += [table, *(f"{name}={getattr(self, name)!r}" for name in shown)]
        return f"Column({', '.join(parts)})"


def insert_sentinel(name=None, type_=None, *, default=None, omit_from_statements=True):
    """A column that helps bulk inserts keep their order."""
    return Column(
        name=name, type_=to_instance(type_), insert_sentinel=True,
        default=default if default is not None else _InsertSentinelColumnDefault(),
        _omit_from_statements=omit_from_statements,
    )
