"""Constraints, and what they share with indexes."""

from ..util.langhelpers import memoized_property
from . import naming
from ._schema_item import (
    NULL_UNSPECIFIED,
    ColumnCollection,
    ColumnMarker,
    DialectKWArgs,
    SchemaItem,
    argument_error,
    is_clause,
    next_creation_order,
)
from .base import current_dialect
from .naming import _NONE_NAME
from .type_api import present

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.schema"


def ddl_expression(value):
    """An expression for DDL: a string stands for text."""
    if isinstance(value, str):
        from .elements import text

        return text(value)
    if not is_clause(value):
        raise argument_error(
            f"SQL expression for WHERE/HAVING role expected, got {value!r}."
            if isinstance(value, (list, tuple, dict))
            else f"SQL expression or string expected, got {value!r}."
        )
    return value.__clause_element__()


def named(item, table):
    """The name of a constraint or index for Rust, conventions with callables applied."""
    name = item.__dict__["name"]
    metadata = getattr(table, "metadata", None)
    if metadata is not None and metadata._convention()[1]:
        name = naming.name_by_convention(item, table, metadata.naming_convention)
    return None if name is _NONE_NAME else name


class NamedByTable:
    """A constraint or index that its table's naming convention gives a name."""

    @property
    def name(self):
        """The name as given, or as the convention makes it once there is a table."""
        name = self.__dict__["name"]
        if isinstance(name, naming.conv) or name is _NONE_NAME:
            return name
        table = self._named_for()
        metadata = getattr(table, "metadata", None)
        if metadata is None:
            return name
        return naming.name_by_convention(self, table, metadata.naming_convention)

    @name.setter
    def name(self, name):
        self.__dict__["name"] = name

    def _wire_named(self):
        """The form for statements of its own, which no table's convention comes along with."""
        wire, name = self._schema_wire(), self.name
        if name is not None and name is not _NONE_NAME:
            wire["name"] = name
        return wire


class Constraint(NamedByTable, DialectKWArgs, SchemaItem):
    """A constraint of a table or of a column."""

    __visit_name__ = "constraint"
    _column_flag = False
    _create_rule = None
    _wire_kind = None
    # Whether CREATE TABLE leaves it to a statement of its own.
    _isolated = False

    deferrable = initially = comment = None
    _type_bound = False

    def __init__(self, name=None, deferrable=None, initially=None, info=None, comment=None,
                 _create_rule=None, _type_bound=False, **dialect_kw):
        self.__dict__.update({
            "name": name, "deferrable": deferrable, "initially": initially, "comment": comment,
            "_create_rule": _create_rule, "_type_bound": _type_bound,
            "_creation_order": next_creation_order(),
        })
        if info:
            self.info = info
        if dialect_kw:
            self._validate_dialect_kwargs(dialect_kw)

    @property
    def table(self):
        parent = self.__dict__.get("parent")
        if parent is not None and not isinstance(parent, ColumnMarker):
            return parent
        from ..exc import InvalidRequestError

        raise InvalidRequestError(
            "This constraint is not bound to a table.  Did you mean to call "
            "table.append_constraint(constraint) ?"
        )

    def _named_for(self):
        parent = self.__dict__.get("parent")
        return parent.table if isinstance(parent, ColumnMarker) else parent

    def _set_parent(self, parent, **kw):
        self.parent = parent
        self._attach_order = next_creation_order()
        parent.constraints.add(self)

    def _wire_base(self, table):
        wire = {"kind": self._wire_kind}
        name = named(self, table)
        if name is not None:
            wire["name"] = name
        if self.initially is not None:
            wire["initially"] = self.initially
        if self.comment is not None:
            wire["comment"] = self.comment
        if self.deferrable is not None:
            wire["deferrable"] = bool(self.deferrable)
        if "dialect_kwargs" in self.__dict__:
            wire["options"] = self._wire_options()
        return wire

    def _schema_wire(self, table=None):
        """The constraint as `limbeck_core::schema::Constraint`."""
        wire = self._wire_base(table if table is not None else self.__dict__.get("parent"))
        wire.update(self._wire_args())
        return wire

    def _wire_args(self):
        return {}


class ColumnCollectionMixin:
    """Columns by name or as objects, resolved when the item joins its table."""

    _allow_multiple_tables = False
    _column_flag = False

    def _init_columns(self, columns, autoattach=True, column_flag=False):
        if column_flag:
            self._column_flag = column_flag
        for column in columns:
            if type(column) is not str:
                break
        else:
            self.__dict__["_pending_colargs"] = list(columns)
            return
        self._pending_colargs = [self._column_argument(column) for column in columns]
        if autoattach:
            self._check_attach()

    @memoized_property
    def _columns(self):
        return ColumnCollection()

    def _column_argument(self, column):
        if column is None or isinstance(column, (str, ColumnMarker)):
            return column
        if is_clause(column):
            return column.__clause_element__()
        raise argument_error(
            f"String column name or column object for DDL constraint expected, got {column!r}."
        )

    def _check_attach(self):
        columns = [item for item in self._pending_colargs if isinstance(item, ColumnMarker)]
        waiting = [column for column in columns if column.table is None]
        if waiting:
            if len(columns) == len([item for item in self._pending_colargs if item is not None]):
                for column in waiting:
                    column._after_attach(lambda column, table: self._column_attached())
            return
        tables = []
        for column in columns:
            if column.table is not None and column.table not in tables:
                tables.append(column.table)
        if len(tables) == 1:
            self._set_parent_with_dispatch(tables[0])
        elif len(tables) > 1 and not self._allow_multiple_tables:
            others = ", ".join(f"'{column}'" for column in columns if column.table is not tables[0])
            raise argument_error(
                f"Column(s) {others} are not part of table '{tables[0].description}'."
            )

    def _column_attached(self):
        if self.__dict__.get("parent") is None and getattr(self, "_attached_to", None) is None:
            columns = [item for item in self._pending_colargs if isinstance(item, ColumnMarker)]
            if all(column.table is not None for column in columns):
                self._check_attach()

    @property
    def columns(self):
        return self._columns

    c = columns

    def _resolved_columns(self, table):
        """What was given, names turned into columns of `table`."""
        found, columns = [], table.c._by_key
        for item in self._pending_colargs:
            if isinstance(item, str):
                if item not in columns:
                    from ..exc import ConstraintColumnNotFoundError

                    raise ConstraintColumnNotFoundError(
                        f"Can't create {type(self).__name__} on table '{table.description}': no "
                        f"column named '{item}' is present."
                    )
                item = columns[item]
            found.append(item)
        return found

    def _set_columns(self, resolved):
        columns = self._columns._by_key
        for item in resolved:
            if isinstance(item, ColumnMarker):
                columns[item.key] = item
            elif item is not None:
                for column in columns_in(item):
                    self._columns.add(column)


def columns_in(expression):
    """The columns that stand in an expression, in order."""
    found, waiting = [], [expression]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, ColumnMarker):
            found.append(item)
        elif hasattr(item, "get_children"):
            waiting.extend(item.get_children())
    return found


class ColumnCollectionConstraint(ColumnCollectionMixin, Constraint):
    """A constraint over columns."""

    def __init__(self, *columns, name=None, deferrable=None, initially=None, info=None,
                 _autoattach=True, _column_flag=False, **dialect_kw):
        Constraint.__init__(self, name, deferrable, initially, info, **dialect_kw)
        self._init_columns(columns, _autoattach, _column_flag)

    def _set_parent(self, table, **kw):
        Constraint._set_parent(self, table)
        self._set_columns(self._resolved_columns(table))

    def _copy(self, *, target_table=None, **kw):
        columns = [column.key for column in self._columns]
        copied = type(self)(
            *columns, name=self.name, deferrable=self.deferrable, initially=self.initially,
            comment=self.comment, **self.dialect_kwargs,
        )
        return self._copied_to(copied)

    def contains_column(self, column):
        return self._columns.contains_column(column)

    def __contains__(self, key):
        return key in self._columns

    def __iter__(self):
        return iter(self._columns)

    def __len__(self):
        return len(self._columns)

    def _is_plain(self):
        """Whether the constraint has joined no table and names its columns by text."""
        own = self.__dict__
        return (
            own.get("parent") is None
            and "_ddl_if" not in own
            and not own["_type_bound"]
            and all(type(item) is str for item in own["_pending_colargs"])
        )

    def _names(self):
        """The names of the columns, also where the constraint has joined no table."""
        if self.__dict__.get("parent") is not None:
            return [column.name for column in self._columns]
        return [getattr(item, "name", item) for item in self._pending_colargs]

    def _wire_args(self):
        return {"columns": self._names()}


class CheckConstraint(ColumnCollectionConstraint):
    """CHECK."""

    __visit_name__ = "table_or_column_check_constraint"
    _allow_multiple_tables = True
    _wire_kind = "check"

    def __init__(self, sqltext, name=None, deferrable=None, initially=None, table=None, info=None,
                 _create_rule=None, _autoattach=True, _type_bound=False, **dialect_kw):
        self.sqltext = ddl_expression(sqltext)
        Constraint.__init__(self, name=name, deferrable=deferrable, initially=initially, info=info,
                            _create_rule=_create_rule, _type_bound=_type_bound, **dialect_kw)
        self._init_columns(columns_in(self.sqltext), _autoattach and not _type_bound)
        if table is not None:
            self._set_parent_with_dispatch(table)

    @property
    def is_column_level(self):
        return isinstance(self.parent, ColumnMarker)

    def _set_parent(self, parent, **kw):
        Constraint._set_parent(self, parent)
        for column in columns_in(self.sqltext):
            self._columns.add(column)

    def _copy(self, *, target_table=None, **kw):
        copied = CheckConstraint(
            self.sqltext, name=self.name, initially=self.initially, deferrable=self.deferrable,
            comment=self.comment, _autoattach=False, _type_bound=self._type_bound,
            _create_rule=self._create_rule, **self.dialect_kwargs,
        )
        if target_table is not None:
            copied._set_parent_with_dispatch(target_table)
        return self._copied_to(copied)

    def _wire_args(self):
        return present(condition=self.sqltext, type_bound=self._type_bound)

    def _column_wire(self):
        """The form inside a column: a name of its own, no kind."""
        return present(
            condition=self.sqltext,
            column_name=named(self, getattr(self.parent, "table", None)),
            type_bound=self._type_bound,
        )


class UniqueConstraint(ColumnCollectionConstraint):
    """UNIQUE."""

    __visit_name__ = "unique_constraint"
    _wire_kind = "unique"


class PrimaryKeyConstraint(ColumnCollectionConstraint):
    """PRIMARY KEY."""

    __visit_name__ = "primary_key_constraint"
    _wire_kind = "primary_key"
    _implicit_generated = False

    def __init__(self, *columns, name=None, deferrable=None, initially=None, info=None,
                 _implicit_generated=False, **dialect_kw):
        if _implicit_generated:
            self._implicit_generated = True
        ColumnCollectionConstraint.__init__(
            self, *columns, name=name, deferrable=deferrable, initially=initially, info=info,
            **dialect_kw,
        )

    def _set_parent(self, table, **kw):
        super()._set_parent(table)
        current = table.__dict__.get("_primary_key")
        if current is not self:
            table.constraints.discard(current)
            table._primary_key = self
        marked = [column for column in table.c if column.primary_key]
        if len(self._columns) and marked and set(marked) != set(self._columns):
            from ..util import warn

            shown = ", ".join(f"'{column.name}'" for column in marked)
            own = ", ".join(f"'{column.name}'" for column in self._columns)
            warn(
                f"Table '{table.name}' specifies columns {shown} as primary_key=True, not "
                f"matching locally specified columns {own}; setting the current primary key "
                f"columns to {own}. This warning may become an exception in a future release"
            )
            for column in marked:
                if column not in set(self._columns):
                    column.primary_key = False
            marked = []
        for column in self._columns:
            column.primary_key = True
            if column._user_defined_nullable is NULL_UNSPECIFIED:
                column.nullable = False
        self._columns.extend(marked)

    def _replace(self, column):
        self._columns.replace(column)

    def _put_in_order(self, columns):
        self._columns._by_key.clear()
        self._columns.extend(columns)

    @classmethod
    def _implicit(cls, table):
        """The primary key that a table has before anything is said of it."""
        made = cls.__new__(cls)
        made.__dict__.update({
            "name": None, "_implicit_generated": True, "_columns": ColumnCollection(),
            "_pending_colargs": [], "_creation_order": next_creation_order(),
            "_attach_order": 0, "parent": table,
        })
        table.constraints.add(made)
        return made

    def _wire_args(self):
        if not self._implicit_generated:
            return {"columns": self._names()}
        return {"columns": [column.name for column in self.columns_autoinc_first]}

    @property
    def _autoincrement_column(self):
        """The column that counts by itself, by the rules that need no dialect."""
        columns = list(self._columns)
        for column in columns:
            if column.autoincrement is True:
                return column
        if len(columns) != 1 or columns[0].autoincrement not in ("auto", "ignore_fk"):
            return None
        column = columns[0]
        counts = (
            issubclass(column.type._type_affinity, _integer())
            and (column.default is None or column.default.is_sequence)
            and (column.server_default is None or column.server_default.is_identity)
            and not (column.foreign_keys and column.autoincrement != "ignore_fk")
        )
        return column if counts else None

    @property
    def columns_autoinc_first(self):
        if len(self._columns) < 2:
            return self._columns.values()
        first = self._autoincrement_column
        return sorted(self._columns, key=lambda column: column is not first)


def _integer():
    from .sqltypes import Integer

    return Integer


def wanted(items, dialect=None):
    """Constraints or indexes by creation, without those that `ddl_if` excludes."""
    if not items:
        return []
    dialect = dialect or current_dialect()
    items = sorted(items, key=lambda item: item._creation_order)
    return [item for item in items if item._ddl_if is None or item._wanted_on(dialect)]
