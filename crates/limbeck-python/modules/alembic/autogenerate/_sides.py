"""The two sides of a comparison as Python objects, for the project's own functions."""

import _limbeck
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.sql.base import quoted_name

_CONSTRAINTS = {
    "unique_constraint": "unique", "foreign_key_constraint": "foreign_key",
    "check_constraint": "check", "primary_key_constraint": "primary_key",
    "exclude_constraint": "exclude",
}


def text_of(name):
    """The text of a name as Rust writes it: plain, quoted, or settled by a convention."""
    if isinstance(name, dict):
        return name["final"] if "final" in name else quoted_name(name["name"], name.get("quote"))
    return name


class WholeSchema(Inspector):
    """An Inspector that asks about all tables of a schema at once."""

    def _of_table(self, what, table_name, schema, missing=None):
        found = self._ask(what, schema, None, views=False).get(str(table_name))
        return super()._of_table(what, table_name, schema, missing) if found is None else found

    def has_table(self, table_name, schema=None, **kw):
        if str(table_name) in self._ask("columns", schema, None, views=False):
            return True
        return super().has_table(table_name, schema, **kw)


class Sides:
    """The models of a context, and its database as far as anything asks for it."""

    def __init__(self, context, metadata=None):
        self.context = context
        self._given = metadata
        self.schemas = [None]
        # Types of columns that env.py told the dialect of, by schema, table and column.
        self.registered = {}
        self._autogen = self._models = self._database = self._dumped = self._serials = None
        self._read = set()

    @property
    def autogen(self):
        if self._autogen is None:
            from .api import AutogenContext

            self._autogen = AutogenContext(self.context, self._given)
        return self._autogen

    def take(self, source):
        from ._dumped import metadatas_of

        self._dumped = metadatas_of(source)

    def metadata(self):
        if self._dumped is not None:
            return self._dumped
        given = self._given
        if given is None:
            given = self.context.opts.get("target_metadata")
        if given is None:
            return None
        placeholder = getattr(given, "_limbeck_fail", None)
        if placeholder is not None:
            placeholder("as target_metadata")
        return [given] if hasattr(given, "tables") else list(given)

    def models_wires(self):
        from ._models import check_placeholders, metadata_wires

        listed = self.metadata()
        if listed is None:
            return None
        if self._dumped is None:
            check_placeholders()
        dialect = self.context.dialect
        return (
            (place, wire)
            for place, metadata in enumerate(listed)
            for wire in metadata_wires(metadata, dialect)
        )

    def model(self, name, schema):
        if self._models is None:
            default = getattr(self.context.dialect, "default_schema_name", None)
            self._models = {}
            for metadata in self.metadata() or ():
                for table in metadata.tables.values():
                    self._models[(table.schema, table.name)] = table
                    if table.schema == default:
                        self._models.setdefault((None, table.name), table)
        return self._models[(schema, name)]

    def database(self, name, schema):
        from sqlalchemy.sql.schema import MetaData, Table

        if self._database is None:
            self._database = (MetaData(), WholeSchema(self.context.connection))
        metadata, inspector = self._database
        key = name if schema is None else f"{schema}.{name}"
        if key not in self._read:
            Table(name, metadata, schema=schema, autoload_with=inspector)
            # The tables that it refers to came along.
            for read in metadata.tables.keys() - self._read:
                self._as_alembic_has_it(metadata.tables[read])
            self._read.update(metadata.tables)
        return metadata.tables[key]

    def _as_alembic_has_it(self, table):
        for column in table.columns:
            place = (table.schema, table.name, column.name)
            if place in self.serials:
                column.server_default = None
            column.type = self.registered.get(place, column.type)
            if self.context.dialect.name == "sqlite":
                _put_in_parentheses(column.server_default)

    @property
    def serials(self):
        """The columns that count by sequences of their own, which stand for no default."""
        if self._serials is None:
            self._serials = set(map(tuple, _limbeck.call("autogenerate.serials", {})))
        return self._serials

    def item(self, item):
        """The object that a reference of Rust's means."""
        of_side = self.model if item["side"] == "models" else self.database
        table = of_side(item["table"], item["schema"])
        return table if item["kind"] == "table" else part(table, item)


def _put_in_parentheses(default):
    """Has the default of a reflected column as Alembic shows it: SQLite leaves the parentheses
    out with which it takes an expression."""
    text = getattr(getattr(default, "arg", None), "text", "")
    if _limbeck.is_bare_expression(text):
        default.arg.text = f"({text})"


def part(table, item):
    """A column, index or constraint of a table."""
    kind, name = item["kind"], item["name"]
    if kind == "column":
        return next(column for column in table.columns if column.name == name)
    if kind == "index":
        return _named(table.indexes, name, item["columns"])
    kind = _CONSTRAINTS[kind]
    wanted = [each for each in table.constraints if each._wire_kind == kind]
    if kind == "unique" and all(each.name != name for each in wanted):
        for index in table.indexes:
            if index.unique and index.name == name is not None:
                return _unique_of(table, index)
    return _named(wanted, name, item["columns"])


def _unique_of(table, index):
    """The constraint that a unique index of MySQL is too."""
    from sqlalchemy.sql.schema import UniqueConstraint

    made = UniqueConstraint(*(column.name for column in index.columns), name=index.name)
    table.append_constraint(made)
    return made


def _named(items, name, columns):
    """The item of this name, else the one of these columns."""
    items = sorted(items, key=lambda item: item._creation_order)
    if name is not None:
        for item in items:
            if item.name == name:
                return item
    for item in items:
        if sorted(column.name for column in item.columns) == sorted(columns):
            return item
    return items[0]
