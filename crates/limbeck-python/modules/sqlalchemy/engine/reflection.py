"""The Inspector: what a database holds, asked of Rust in one round trip per kind."""

from enum import Flag

from ._types import type_from


class ObjectKind(Flag):
    TABLE = 1
    VIEW = 2
    MATERIALIZED_VIEW = 4
    ANY_VIEW = 6
    ANY = 7


class ObjectScope(Flag):
    DEFAULT = 1
    TEMPORARY = 2
    ANY = 3


class Inspector:
    """Answers questions about the schema, each of them asked once."""

    def __init__(self, bind):
        if getattr(bind, "_is_offline", False):
            # What only prints cannot be asked, and so cannot be closed after it was.
            getattr(bind, "close")
        self.bind = bind
        self.engine = bind.engine
        self.dialect = bind.dialect
        self._connection = None
        self.info_cache = {}

    @classmethod
    def from_engine(cls, bind):
        from ..util import warn_deprecated

        warn_deprecated(
            "The from_engine() method on Inspector is deprecated; use the sqlalchemy.inspect() "
            "function.",
            "1.4",
        )
        return cls(bind)

    @property
    def default_schema_name(self):
        return self.dialect.default_schema_name

    def clear_cache(self):
        self.info_cache.clear()

    def _ask(self, what, schema=None, tables=None, name="", views=True):
        key = (what, schema, tables, name, views)
        found = self.info_cache.get(key)
        if found is None:
            question = {"what": what, "schema": schema, "name": name, "views": views,
                        "tables": None if tables is None else list(tables)}
            found = self._run(lambda connection: connection._driver_call("inspect", **question))
            self.info_cache[key] = found
        return found

    def _run(self, act):
        """What `act` gives for a connection of the bind's."""
        from .base import Engine

        if not isinstance(self.bind, Engine):
            return act(self.bind)
        with self.bind.connect() as connection:
            return act(connection)

    # Names.

    def get_schema_names(self, **kw):
        return list(self._ask("schema_names"))

    def get_table_names(self, schema=None, **kw):
        return list(self._ask("table_names", schema))

    def get_view_names(self, schema=None, **kw):
        return list(self._ask("view_names", schema))

    def get_materialized_view_names(self, schema=None, **kw):
        return list(self._ask("materialized_view_names", schema))

    def get_temp_table_names(self, **kw):
        return list(self._ask("temp_table_names"))

    def get_temp_view_names(self, **kw):
        return list(self._ask("temp_view_names"))

    def get_foreign_table_names(self, schema=None, **kw):
        return list(self._ask("foreign_table_names", schema))

    def get_sequence_names(self, schema=None, **kw):
        return list(self._ask("sequence_names", schema))

    def get_enums(self, schema=None, **kw):
        return [dict(enum) for enum in self._ask("enums", schema)]

    def get_domains(self, schema=None, **kw):
        return [dict(domain) for domain in self._ask("domains", schema)]

    def get_view_definition(self, view_name, schema=None, **kw):
        found = self._ask("view_definition", schema, name=view_name)
        if found is None:
            self._no_such_table(view_name, schema)
        return found

    def get_sorted_table_and_fkc_names(self, schema=None, **kw):
        """Tables before those that refer to them; the names of keys in a cycle come last."""
        names = self.get_table_names(schema)
        keys = self.get_multi_foreign_keys(schema)
        left = {
            name: {key["referred_table"] for key in keys.get((schema, name), ())
                   if key["referred_table"] in names and key["referred_table"] != name}
            for name in sorted(names)
        }
        ordered = []
        while left:
            free = [name for name, needs in left.items() if not needs & left.keys()]
            cyclic = not free
            for name in free or list(left):
                ordered.append((name, []))
                del left[name]
            if cyclic:
                break
        return [*ordered, (None, [])]

    # Questions of yes and no.

    def has_table(self, table_name, schema=None, **kw):
        self.info_cache.pop(("has_table", schema, None, table_name, True), None)
        return bool(self._ask("has_table", schema, name=table_name))

    def has_sequence(self, sequence_name, schema=None, **kw):
        return bool(self._ask("has_sequence", schema, name=sequence_name))

    def has_schema(self, schema_name, **kw):
        return bool(self._ask("has_schema", name=schema_name))

    def has_index(self, table_name, index_name, schema=None, **kw):
        found = self._of_table("indexes", table_name, schema, missing=())
        return any(index["name"] == index_name for index in found)

    # What is known of a table.

    def _of_table(self, what, table_name, schema, missing=None):
        name = str(table_name)
        found = self._ask(what, schema, (name,)).get(name)
        if found is None:
            if missing is not None:
                return missing
            self._no_such_table(name, schema)
        return found

    def _no_such_table(self, name, schema):
        from ..exc import NoSuchTableError

        raise NoSuchTableError(f"{schema}.{name}" if schema else name)

    def get_columns(self, table_name, schema=None, **kw):
        return [_column(column) for column in self._of_table("columns", table_name, schema)]

    def get_pk_constraint(self, table_name, schema=None, **kw):
        return dict(self._of_table("pk_constraint", table_name, schema))

    def get_foreign_keys(self, table_name, schema=None, **kw):
        return [dict(key) for key in self._of_table("foreign_keys", table_name, schema)]

    def get_indexes(self, table_name, schema=None, **kw):
        return [_index(index) for index in self._of_table("indexes", table_name, schema)]

    def get_unique_constraints(self, table_name, schema=None, **kw):
        return [dict(key) for key in self._of_table("unique_constraints", table_name, schema)]

    def get_check_constraints(self, table_name, schema=None, **kw):
        return [dict(key) for key in self._of_table("check_constraints", table_name, schema)]

    def get_table_comment(self, table_name, schema=None, **kw):
        return dict(self._of_table("table_comment", table_name, schema))

    def get_table_options(self, table_name, schema=None, **kw):
        return dict(self._of_table("table_options", table_name, schema))

    def get_table_oid(self, table_name, schema=None, **kw):
        """What PostgreSQL numbers the table with."""
        from ..sql.elements import column
        from ..sql.functions import func
        from ..sql.selectable import select, table

        tables = table("pg_class", *map(column, ("oid", "relname", "relnamespace")),
                       schema="pg_catalog")
        schemas = table("pg_namespace", *map(column, ("oid", "nspname")), schema="pg_catalog")
        query = select(tables.c.oid).join(schemas, schemas.c.oid == tables.c.relnamespace).where(
            tables.c.relname == str(table_name),
            func.pg_catalog.pg_table_is_visible(tables.c.oid) if schema is None
            else schemas.c.nspname == schema,
        )
        found = self._run(lambda connection: connection.scalar(query))
        if found is None:
            self._no_such_table(table_name, schema)
        return found

    def _of_tables(self, what, schema, filter_names, make, kind=ObjectKind.TABLE,
                   scope=ObjectScope.DEFAULT, **kw):
        names = None if filter_names is None else tuple(filter_names)
        found = self._ask(what, schema, names, views=bool(kind & ObjectKind.ANY_VIEW))
        left_out = self._names_besides(schema, kind, scope)
        return {
            (schema, name): make(answer) for name, answer in found.items() if name not in left_out
        }

    def _names_besides(self, schema, kind, scope):
        """The names of what is of no kind or scope that is asked for."""
        gone = set()
        temporary = () if schema else (*self.get_temp_table_names(), *self.get_temp_view_names())
        if kind & ObjectKind.ANY_VIEW and kind is not ObjectKind.ANY:
            views = set(self.get_view_names(schema))
            materialized = set(self.get_materialized_view_names(schema))
            gone |= set() if kind & ObjectKind.VIEW else views
            gone |= set() if kind & ObjectKind.MATERIALIZED_VIEW else materialized
            if not kind & ObjectKind.TABLE:
                gone |= {*self.get_table_names(schema), *temporary} - views - materialized
        if not scope & ObjectScope.TEMPORARY:
            gone |= set(temporary)
        elif not scope & ObjectScope.DEFAULT:
            gone |= {
                *self.get_table_names(schema), *self.get_view_names(schema),
                *self.get_materialized_view_names(schema),
            }.difference(temporary)
        return gone

    def get_multi_columns(self, schema=None, filter_names=None, **kw):
        return self._of_tables("columns", schema, filter_names,
                               lambda answer: [_column(column) for column in answer], **kw)

    def get_multi_pk_constraint(self, schema=None, filter_names=None, **kw):
        return self._of_tables("pk_constraint", schema, filter_names, dict, **kw)

    def get_multi_foreign_keys(self, schema=None, filter_names=None, **kw):
        return self._of_tables("foreign_keys", schema, filter_names, list, **kw)

    def get_multi_indexes(self, schema=None, filter_names=None, **kw):
        return self._of_tables("indexes", schema, filter_names,
                               lambda answer: [_index(index) for index in answer], **kw)

    def get_multi_unique_constraints(self, schema=None, filter_names=None, **kw):
        return self._of_tables("unique_constraints", schema, filter_names, list, **kw)

    def get_multi_check_constraints(self, schema=None, filter_names=None, **kw):
        return self._of_tables("check_constraints", schema, filter_names, list, **kw)

    def get_multi_table_comment(self, schema=None, filter_names=None, **kw):
        return self._of_tables("table_comment", schema, filter_names, dict, **kw)

    def get_multi_table_options(self, schema=None, filter_names=None, **kw):
        return self._of_tables("table_options", schema, filter_names, dict, **kw)

    def reflect_table(self, table, include_columns, exclude_columns=(), resolve_fks=True,
                      _extend_on=None, _reflect_info=None):
        """Fills a Table with what the database knows of it."""
        from ._fill import fill

        fill(self, table, include_columns, exclude_columns, resolve_fks, _extend_on)


def _column(described):
    column = dict(described)
    column["type"] = type_from(described["type"])
    return column


def _index(described):
    index = dict(described)
    options = {}
    for key, value in (index.get("dialect_options") or {}).items():
        if isinstance(value, dict) and "$expr" in value:
            from ..sql.elements import TextClause

            value = TextClause(value["$expr"]["sql"])
        options[key] = value
    if "dialect_options" in index:
        index["dialect_options"] = options
    if "column_sorting" in index:
        sorting = index["column_sorting"].items()
        index["column_sorting"] = {key: tuple(words) for key, words in sorting}
    return index
