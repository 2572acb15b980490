"""Tables and views that are made of a query."""

from ._schema_item import DialectKWArgs
from .base import Executable
from .ddl import ExecutableDDLElement, _OfElement

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.ddl"


class _OfQuery(DialectKWArgs, ExecutableDDLElement):
    """A table or view that is made of a query."""

    def __init__(self, selectable, name, metadata, schema, temporary, options):
        from .schema import Column, MetaData, Table

        self.selectable = selectable
        self.schema = schema
        self.temporary = bool(temporary)
        self.metadata = MetaData() if metadata is None else metadata
        columns = [
            Column(column.name, column.type) for column in selectable.selected_columns
        ]
        self.element = self.table = Table(name, self.metadata, *columns, schema=schema)
        self._validate_dialect_kwargs(options)

    def _made(self, *words):
        words = " ".join(word for word in ("CREATE", *words) if word)
        table = {"from": "table", "name": self.table.name, "schema": self.table.schema}
        parts = [
            words + " ", {"table": table}, " AS ", {"query": self.selectable, "literal_binds": True},
        ]
        return {"statement": "fragments", "parts": parts}

    compile = Executable.compile
    __str__ = Executable.__str__


class CreateView(_OfQuery):
    """CREATE VIEW of a query; `table` is the view as a table."""

    __visit_name__ = "create_view"

    def __init__(self, selectable, view_name, *, metadata=None, schema=None, temporary=False,
                 or_replace=False, materialized=False, **options):
        super().__init__(selectable, view_name, metadata, schema, temporary, options)
        self.or_replace = bool(or_replace)
        self.materialized = bool(materialized)

    def _wire(self):
        return self._made(
            self.or_replace and "OR REPLACE", self.temporary and "TEMPORARY",
            self.materialized and "MATERIALIZED", "VIEW",
        )


class DropView(_OfElement):
    __visit_name__ = "drop_view"

    def __init__(self, element, *, if_exists=False, materialized=False):
        super().__init__(element, if_exists=if_exists)
        self.materialized = bool(materialized)

    def _wire(self):
        words = ["\nDROP", self.materialized and "MATERIALIZED", "VIEW",
                 self.if_exists and "IF EXISTS", ""]
        words = " ".join(word for word in words if word is not False)
        table = {"from": "table", "name": self.element.name, "schema": self.element.schema}
        return {"statement": "fragments", "parts": [words, {"table": table}]}

    compile = Executable.compile
    __str__ = Executable.__str__


class CreateTableAs(_OfQuery):
    """CREATE TABLE of a query; `table` is what it makes."""

    __visit_name__ = "create_table_as"

    def __init__(self, selectable, table_name, *, metadata=None, schema=None, temporary=False,
                 if_not_exists=False, **options):
        super().__init__(selectable, table_name, metadata, schema, temporary, options)
        self.if_not_exists = bool(if_not_exists)

    def _wire(self):
        return self._made(
            self.temporary and "TEMPORARY", "TABLE", self.if_not_exists and "IF NOT EXISTS"
        )
