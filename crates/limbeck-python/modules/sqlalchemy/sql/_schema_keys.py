"""Foreign keys."""

from ..util.langhelpers import memoized_property
from ._schema_constraints import ColumnCollectionConstraint, Constraint
from ._schema_item import (
    BLANK_SCHEMA, RETAIN_SCHEMA, DialectKWArgs, SchemaItem, argument_error, is_clause, table_key,
)
from .type_api import present

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.schema"


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
