"""Indexes."""

from ..util.langhelpers import memoized_property
from . import naming
from ._schema_constraints import (
    ColumnCollectionMixin, NamedByTable, columns_in, ddl_expression, named,
)
from ._schema_item import (
    ColumnCollection, ColumnMarker, DialectKWArgs, SchemaItem, argument_error,
    next_creation_order,
)
from .base import quoted_name
from .type_api import present

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.schema"


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
        from ._create_drop import create_index

        create_index(self, bind, checkfirst)

    def drop(self, bind, checkfirst=False):
        from ._create_drop import drop_index

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
