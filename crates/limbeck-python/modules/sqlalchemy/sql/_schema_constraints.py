"""Constraints, foreign keys and indexes."""

from ..util.langhelpers import memoized_property
from . import naming
from ._schema_item import (
    BLANK_SCHEMA,
    NULL_UNSPECIFIED,
    RETAIN_SCHEMA,
    ColumnCollection,
    ColumnMarker,
    DialectKWArgs,
    SchemaItem,
    argument_error,
    is_clause,
    next_creation_order,
    table_key,
)
from .base import current_dialect, quoted_name
from .naming import _NONE_NAME
from .type_api import present


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


class ForeignKeyTarget(tuple):
    """(schema, table_name, column_name) that a foreign key names."""

    __slots__ = ()

    def __new__(cls, schema, table_name, column_name):
        return tuple.__new__(cls, (schema, table_name, column_name))

    def __getnewargs__(self):
        return tuple(self)

    schema = property(lambda self: self[0])
    table_name = property(lambda self: self[1])
    column_name = property(lambda self: self[2])

    def __repr__(self):
        return (
            f"ForeignKeyTarget(schema={self[0]!r}, table_name={self[1]!r}, "
            f"column_name={self[2]!r})"
        )

    def __str__(self):
        return ".".join(str(part) for part in self if part is not None)

    @classmethod
    def _parse(cls, given):
        if isinstance(given, tuple):
            if len(given) not in (2, 3):
                raise argument_error(
                    "ForeignKey target given as a tuple must have two tokens (table_name, "
                    "column_name) or three tokens (schema, table_name, column_name); got "
                    f"{len(given)}"
                )
            target = cls(*given) if len(given) == 3 else cls(None, *given)
            if not target.table_name:
                raise argument_error("ForeignKey target table_name must be a non-empty string")
            return target
        parts = given.split(".")
        if len(parts) == 1:
            return cls(None, parts[0], None)
        return cls(".".join(parts[:-2]) or None, parts[-2], parts[-1])


class ForeignKey(DialectKWArgs, SchemaItem):
    """One column's reference to another."""

    __visit_name__ = "foreign_key"

    def __init__(self, column, _constraint=None, use_alter=False, name=None, onupdate=None,
                 ondelete=None, deferrable=None, initially=None, link_to_name=False, match=None,
                 info=None, comment=None, **dialect_kw):
        self._given_column = self._given_target = None
        if isinstance(column, (str, tuple)):
            self._given_target = ForeignKeyTarget._parse(column)
        elif is_clause(column) or hasattr(column, "table"):
            self._given_column = column.__clause_element__()
        else:
            raise argument_error(
                f"String column name or Column object expected, got {column!r}."
            )
        self.constraint = _constraint
        self.parent = None
        self.use_alter = use_alter
        self.name = name
        self.onupdate = onupdate
        self.ondelete = ondelete
        self.deferrable = deferrable
        self.initially = initially
        self.link_to_name = link_to_name
        self.match = match
        self.comment = comment
        if info:
            self.info = info
        self._unvalidated_dialect_kw = dialect_kw

    @property
    def target_tokens(self):
        column = self._given_column
        if column is None:
            return self._given_target
        if column.table is None:
            return ForeignKeyTarget(None, column.key, None)
        return ForeignKeyTarget(getattr(column.table, "schema", None), column.table.name,
                                column.key)

    _column_tokens = target_tokens

    @property
    def target_column(self):
        return self._given_column

    @property
    def target_fullname(self):
        return str(self.target_tokens)

    def _get_colspec(self, **kw):
        return self.target_fullname

    @property
    def _colspec(self):
        return self._given_column if self._given_column is not None else self.target_fullname

    @property
    def target_table_key(self):
        tokens = self.target_tokens
        return table_key(tokens.table_name, tokens.schema)

    def _effective_target(self):
        """(schema, table, column key) with the schema of the metadata filled in."""
        schema, name, column = self.target_tokens
        table = self.parent.table
        if schema is None and self._given_column is None and table is not None:
            schema = getattr(table.metadata, "schema", None)
        return schema, name, self.parent.key if column is None else column

    def _resolve_column(self, raiseerr=True):
        if self._given_column is not None:
            return self._given_column
        schema, name, key = self._effective_target()
        metadata = self.parent.table.metadata if self.parent.table is not None else None
        table = metadata.tables.get(table_key(name, schema)) if metadata is not None else None
        if table is None:
            if raiseerr:
                from ..exc import NoReferencedTableError

                raise NoReferencedTableError(
                    f"Foreign key associated with column '{self.parent}' could not find table "
                    f"'{table_key(name, schema)}' with which to generate a foreign key to target "
                    f"column '{self.target_tokens.column_name}'",
                    table_key(name, schema),
                )
            return None
        found = table.c.get(key)
        if self.link_to_name:
            found = next((column for column in table.c if column.name == key), None)
        if found is None and raiseerr:
            from ..exc import NoReferencedColumnError

            raise NoReferencedColumnError(
                f"Could not initialize target column for ForeignKey '{self.target_fullname}' on "
                f"table '{self.parent.table.name}': table '{table.name}' has no column named "
                f"'{key}'",
                table.name,
                key,
            )
        return found

    @property
    def column(self):
        return self._resolve_column()

    def references(self, table):
        return self.column.table is table

    def get_referent(self, table):
        return table.c.get(self.column.key)

    def _referred_table_name(self):
        return self._effective_target()[1]

    def _referred_column_name(self):
        found = self._resolve_column(raiseerr=False)
        return found.name if found is not None else self._effective_target()[2]

    def _copy(self, *, schema=None, **kw):
        copied = ForeignKey(
            self._copied_target(schema), use_alter=self.use_alter, name=self.name,
            onupdate=self.onupdate, ondelete=self.ondelete, deferrable=self.deferrable,
            initially=self.initially, link_to_name=self.link_to_name, match=self.match,
            comment=self.comment, **self._unvalidated_dialect_kw,
        )
        return self._copied_to(copied)

    def _copied_target(self, schema=None, table_name=None):
        tokens = self.target_tokens
        if self._given_column is not None and self._given_column.table is None:
            return self._given_column
        if schema is not None and schema is not RETAIN_SCHEMA:
            schema = None if schema is BLANK_SCHEMA else schema
        else:
            schema = tokens.schema
        return ForeignKeyTarget(schema, table_name or tokens.table_name, tokens.column_name)

    def _set_parent(self, column, **kw):
        if self.parent is not None and self.parent is not column:
            from ..exc import InvalidRequestError

            raise InvalidRequestError("This ForeignKey already has a parent !")
        self.parent = column
        column.foreign_keys.add(self)
        column._on_table_attach(self._set_table)

    def _set_table(self, column, table):
        if self.constraint is None:
            self.constraint = ForeignKeyConstraint(
                [], [], use_alter=self.use_alter, name=self.name, onupdate=self.onupdate,
                ondelete=self.ondelete, deferrable=self.deferrable, initially=self.initially,
                match=self.match, comment=self.comment, **self._unvalidated_dialect_kw,
            )
            self.constraint.link_to_name = self.link_to_name
            self.constraint._append_element(column, self)
            self.constraint._set_parent_with_dispatch(table)
        table.foreign_keys.add(self)
        column._take_referred_type()

    def __repr__(self):
        return f"ForeignKey({self.target_fullname!r})"


class ForeignKeyConstraint(ColumnCollectionConstraint):
    """FOREIGN KEY over one or several columns."""

    __visit_name__ = "foreign_key_constraint"
    _wire_kind = "foreign_key"

    def __repr__(self):
        place = f"<sqlalchemy.sql.base.ReadOnlyColumnCollection object at {id(self):#x}>"
        return super().__repr__().replace(repr(self.columns), place, 1)

    def __init__(self, columns, refcolumns, name=None, onupdate=None, ondelete=None,
                 deferrable=None, initially=None, use_alter=False, link_to_name=False, match=None,
                 table=None, info=None, comment=None, **dialect_kw):
        Constraint.__init__(self, name, deferrable, initially, info, comment, **dialect_kw)
        columns, refcolumns = list(columns), list(refcolumns)
        if len(columns) != len(refcolumns):
            raise argument_error(
                "ForeignKeyConstraint number of constrained columns must match the number of "
                "referenced columns."
            )
        self.__dict__.update({
            "onupdate": onupdate, "ondelete": ondelete, "link_to_name": link_to_name,
            "use_alter": use_alter, "match": match, "_refcolumns": refcolumns,
        })
        for refcolumn in refcolumns:
            if type(refcolumn) is not str:
                self.elements
                break
        self._init_columns(columns)
        if table is not None:
            self._set_parent_with_dispatch(table)

    @memoized_property
    def elements(self):
        """The keys one by one; what they refer to is looked into when somebody asks."""
        return [
            ForeignKey(
                refcolumn, _constraint=self, name=self.name, onupdate=self.onupdate,
                ondelete=self.ondelete, use_alter=self.use_alter,
                link_to_name=self.link_to_name, match=self.match, deferrable=self.deferrable,
                initially=self.initially, **self.__dict__.get("dialect_kwargs", {}),
            )
            for refcolumn in self._refcolumns
        ]

    def _is_plain(self):
        return super()._is_plain() and all(
            key._given_column is None and not key.link_to_name for key in self.elements
        )

    def _append_element(self, column, key):
        self._columns.add(column)
        self.elements.append(key)

    @property
    def _referred_schema(self):
        return self.elements[0].target_tokens.schema if self.elements else None

    @property
    def referred_table(self):
        return self.elements[0].column.table

    @property
    def column_keys(self):
        if self.__dict__.get("parent") is not None:
            return [key.parent.key for key in self.elements]
        return [getattr(item, "key", item) for item in self._pending_colargs]

    def _set_parent(self, table, **kw):
        Constraint._set_parent(self, table)
        if self._pending_colargs:
            for column, key in zip(self._resolved_columns(table), self.elements):
                self._columns.add(column)
                if key.parent is not column:
                    key._set_parent_with_dispatch(column)
        keys = {key.target_table_key for key in self.elements}
        if len(keys) > 1:
            first, second = sorted(keys)[:2]
            raise argument_error(
                f"ForeignKeyConstraint on {table.fullname}({', '.join(self.column_keys)}) refers "
                f"to multiple remote tables: {first} and {second}"
            )

    def _copy(self, *, schema=None, target_table=None, **kw):
        renamed = None
        if target_table is not None and self.elements:
            if self.elements[0].target_table_key == self.elements[0].parent.table.key:
                renamed = target_table.name
        copied = ForeignKeyConstraint(
            [key.parent.key for key in self.elements],
            [key._copied_target(schema, renamed) for key in self.elements],
            name=self.name, onupdate=self.onupdate, ondelete=self.ondelete,
            use_alter=self.use_alter, deferrable=self.deferrable, initially=self.initially,
            link_to_name=self.link_to_name, match=self.match, comment=self.comment,
            **self.dialect_kwargs,
        )
        return self._copied_to(copied)

    def _wire_args(self):
        if self.__dict__.get("parent") is None:
            schema, name, _ = self.elements[0].target_tokens
            found = self.elements[0]._given_column
            columns = self._names()
            referent = [
                key.target_tokens.column_name or column
                for key, column in zip(self.elements, columns)
            ]
        else:
            schema, name, _ = self.elements[0]._effective_target()
            found = self.elements[0]._resolve_column(raiseerr=False)
            columns = [key.parent.name for key in self.elements]
            referent = [key._referred_column_name() for key in self.elements]
        if found is not None and found.table is not None:
            name, schema = found.table.name, getattr(found.table, "schema", None)
        wire = present(
            onupdate=self.onupdate,
            ondelete=self.ondelete,
            match=self.match,
            use_alter=bool(self.use_alter),
            link_to_name=bool(self.link_to_name),
            referent_schema=schema,
        )
        wire["columns"] = columns
        wire["referent_table"] = name
        wire["referent_columns"] = referent
        return wire


class Index(NamedByTable, DialectKWArgs, ColumnCollectionMixin, SchemaItem):
    """An index over columns and expressions."""

    __visit_name__ = "index"

    def __init__(self, name, *expressions, unique=False, quote=None, info=None, _table=None,
                 _column_flag=False, **dialect_kw):
        self.table = None
        if name is not None and not isinstance(name, naming.conv):
            name = quoted_name(name, quote)
        self.name = name
        self.unique = unique
        if info is not None:
            self.info = info
        if dialect_kw:
            self._validate_dialect_kwargs(dialect_kw)
        self.expressions = list(expressions)
        self._creation_order = next_creation_order()
        self._init_columns(expressions, autoattach=False, column_flag=_column_flag)
        if _table is not None:
            self._set_parent_with_dispatch(_table)
        elif any([type(item) is not str for item in expressions]):
            self._attach_to_columns()

    @classmethod
    def _of_flag(cls, column, table):
        """The index of a column with `index=True`, which nobody has listened for."""
        made = cls.__new__(cls)
        made.__dict__.update({
            "name": None, "unique": bool(column.unique), "expressions": [column],
            "_column_flag": True, "_creation_order": next_creation_order(), "table": table,
        })
        table.indexes.add(made)

    # Few ask the index of a flag for these, and a schema has many.

    @memoized_property
    def _columns(self):
        columns = ColumnCollection()
        if self.table is not None:
            columns._by_key.update((column.key, column) for column in self.expressions)
        return columns

    @memoized_property
    def _pending_colargs(self):
        return [column.key for column in self.expressions]

    @property
    def _attached_to(self):
        return self.table

    def _named_for(self):
        return self.table

    def _attach_to_columns(self):
        # An expression is not a Column but tells by its columns which table is meant.
        mentioned = []
        for item in self._pending_colargs:
            if item is not None and not isinstance(item, str):
                mentioned.extend(columns_in(item))
        given = self._pending_colargs
        self._pending_colargs = mentioned + [item for item in given if isinstance(item, str)]
        try:
            self._mentioned = mentioned
            waiting = [column for column in mentioned if column.table is None]
            if not waiting:
                self._pending_colargs = mentioned
                pending, self._pending_colargs = self._pending_colargs, given
                self._attach_now(pending)
            elif not any(isinstance(item, str) for item in given):
                for column in waiting:
                    column._after_attach(lambda column, table: self._late_attach())
        finally:
            self._pending_colargs = given

    def _late_attach(self):
        if self.table is None and all(column.table is not None for column in self._mentioned):
            self._attach_now(self._mentioned)

    def _attach_now(self, columns):
        tables = []
        for column in columns:
            if column.table not in tables:
                tables.append(column.table)
        if len(tables) > 1:
            others = ", ".join(f"'{column}'" for column in columns if column.table is not tables[0])
            raise argument_error(
                f"Column(s) {others} are not part of table '{tables[0].description}'."
            )
        if tables and hasattr(tables[0], "indexes"):
            self._set_parent_with_dispatch(tables[0])

    def _set_parent(self, table, **kw):
        if self.table is not None and self.table is not table:
            raise argument_error(
                f"Index '{self.name}' is against table '{self.table.description}', and cannot be "
                f"associated with table '{table.description}'."
            )
        resolved = self._resolved_columns(table)
        self._set_columns(resolved)
        self.table = table
        self._creation_order = next_creation_order()
        table.indexes.add(self)
        self.expressions = resolved

    def create(self, bind, checkfirst=False):
        from .ddl import create_index

        create_index(self, bind, checkfirst)

    def drop(self, bind, checkfirst=False):
        from .ddl import drop_index

        drop_index(self, bind, checkfirst)

    def _elements(self):
        for item in self.expressions:
            if isinstance(item, ColumnMarker):
                yield {"column": item.name}
            elif isinstance(item, str):
                yield {"column": item}
            else:
                yield present(expr=item, name=_option_key(item))

    def _schema_wire(self, table=None):
        """The index as `limbeck_core::schema::Index`."""
        table = table if table is not None else self.table
        return {
            "name": named(self, table),
            "table": table.name,
            "schema": table.schema,
            "elements": list(self._elements()),
            "unique": bool(self.unique),
            "options": _index_options(self) if "dialect_kwargs" in self.__dict__ else {},
        }

    def __repr__(self):
        parts = [repr(self.name)] + [repr(item) for item in self.expressions]
        if self.unique:
            parts.append("unique=True")
        return f"Index({', '.join(parts)})"


def _option_key(expression):
    """The key under which `postgresql_ops` and its like look an expression up."""
    key = getattr(expression, "key", None) or getattr(expression, "name", None)
    if key is None:
        element = getattr(expression, "element", None)
        key = None if element is None else _option_key(element)
    return key if isinstance(key, str) else None


def _index_options(index):
    options = index._wire_options()
    for key, value in options.items():
        if key.endswith("_where") and isinstance(value, str):
            options[key] = {"$expr": ddl_expression(value)}
    return options


def wanted(items, dialect=None):
    """Constraints or indexes by creation, without those that `ddl_if` excludes."""
    if not items:
        return []
    dialect = dialect or current_dialect()
    items = sorted(items, key=lambda item: item._creation_order)
    return [item for item in items if item._ddl_if is None or item._wanted_on(dialect)]
