"""What scripts ask a dialect: its name, its driver, and a few things that it can do."""

_DEFAULTS = {
    "postgresql": ("psycopg", "pyformat"),
    "sqlite": ("pysqlite", "qmark"),
    "mysql": ("mysqldb", "format"),
    "mariadb": ("mysqldb", "format"),
    "mssql": ("pyodbc", "qmark"),
    "oracle": ("oracledb", "named"),
    "default": ("default", "named"),
}
_PARAMSTYLES = {
    ("postgresql", "asyncpg"): "numeric_dollar",
    ("postgresql", "pg8000"): "format",
    ("mysql", "mariadbconnector"): "qmark",
    ("mariadb", "mariadbconnector"): "qmark",
}


class _TypesByName:
    """The types by their names in the database, to which env.py and models may add their own."""

    def __get__(self, dialect, cls):
        from ._names import names_of

        return names_of((cls if dialect is None else dialect).name)


class Dialect:
    """A dialect as scripts see it; Rust holds the one that compiles."""

    name = "default"
    driver = "default"
    supports_native_enum = False
    supports_native_boolean = False
    supports_native_uuid = False
    supports_native_decimal = False
    supports_schemas = True
    supports_sequences = False
    supports_comments = False
    supports_alter = True
    supports_statement_cache = True
    supports_identity_columns = False
    insert_returning = update_returning = delete_returning = False
    is_async = False
    default_schema_name = None
    server_version_info = None
    max_identifier_length = 9999
    positional = False
    dbapi = None
    _backslash_escapes = False

    def _take_server(self, found):
        """Keeps what the host found out about the server, as SQLAlchemy does on connecting."""
        self.is_mariadb = found.get("is_mariadb", False)
        self._backslash_escapes = found.get("backslash_escapes", False)
        version = found.get("server_version_info") or found.get("server_version")
        if version:
            self.server_version_info = tuple(version)
        if found.get("default_schema_name"):
            self.default_schema_name = found["default_schema_name"]

    def __init__(self, paramstyle=None, driver=None, server_version_info=None,
                 default_schema_name=None, **kw):
        driver_, style = _DEFAULTS[self.name]
        if driver is not None:
            self.driver = driver
            style = _PARAMSTYLES.get((self.name, driver), style)
        elif type(self).driver == "default":
            self.driver = driver_
        self.paramstyle = paramstyle or style
        self.positional = self.paramstyle in ("qmark", "format", "numeric", "numeric_dollar")
        self.is_async = self.driver in _ASYNC_DRIVERS
        if server_version_info is not None:
            self.server_version_info = tuple(server_version_info)
        if default_schema_name is not None:
            self.default_schema_name = default_schema_name
        self.options = kw

    @property
    def identifier_preparer(self):
        return IdentifierPreparer(self)

    @property
    def type_compiler_instance(self):
        return _TypeCompiler(self)

    type_compiler = type_compiler_instance

    def type_descriptor(self, typeobj):
        """The type that the driver puts in place of this one."""
        from ._adaptation import adapted

        return adapted(self, typeobj)

    ischema_names = _TypesByName()

    def has_type(self, connection, type_name, schema=None, **kw):
        """Whether PostgreSQL has a type of this name."""
        return connection._has_type(str(type_name), schema)

    def has_table(self, connection, table_name, schema=None, **kw):
        return self._inspector(connection).has_table(table_name, schema=schema)

    def has_sequence(self, connection, sequence_name, schema=None, **kw):
        return self._inspector(connection).has_sequence(sequence_name, schema=schema)

    def has_index(self, connection, table_name, index_name, schema=None, **kw):
        return self._inspector(connection).has_index(table_name, index_name, schema=schema)

    def _inspector(self, connection):
        from ..inspection import inspect

        return inspect(connection)

    @classmethod
    def get_dialect_cls(cls, url=None):
        return cls

    @classmethod
    def get_pool_class(cls, url):
        from .. import pool

        driver = url.get_driver_name()
        return pool.AsyncAdaptedQueuePool if driver in _ASYNC_DRIVERS else pool.QueuePool

    @classmethod
    def load_provisioning(cls):
        pass


def _reflecting(name):
    def ask(self, connection, *args, **kw):
        kw.pop("info_cache", None)
        return getattr(self._inspector(connection), name)(*args, **kw)

    ask.__name__ = name
    return ask


# Functions of the class, which packages wrap.
for _name in (
    "check_constraints columns foreign_keys indexes materialized_view_names multi_columns "
    "multi_check_constraints multi_foreign_keys multi_indexes multi_pk_constraint "
    "multi_table_comment multi_table_options multi_unique_constraints pk_constraint schema_names "
    "sequence_names table_comment table_names table_options temp_table_names temp_view_names "
    "unique_constraints view_definition view_names"
).split():
    setattr(Dialect, "get_" + _name, _reflecting("get_" + _name))


_ASYNC_DRIVERS = ("asyncpg", "aiosqlite", "aiomysql", "asyncmy", "psycopg_async")


class ByDriver(type):
    """Of a driver's dialect class: a dialect with that driver is an instance."""

    def __instancecheck__(cls, instance):
        if type.__instancecheck__(cls, instance):
            return True
        return getattr(instance, "driver", None) in cls.drivers and isinstance(
            instance, cls.__base__
        )


class _TypeCompiler:
    """Spells types as the dialect does."""

    def __init__(self, dialect):
        self.dialect = dialect

    def process(self, type_, **kw):
        return type_.compile(dialect=self.dialect)


class IdentifierPreparer:
    """Quotes identifiers as the dialect does."""

    def __init__(self, dialect):
        self.dialect = dialect
        backtick = dialect.name in ("mysql", "mariadb")
        self.initial_quote = self.final_quote = "`" if backtick else '"'

    def _call(self, name, forced):
        import _limbeck

        from ..sql._compiled import dialect_wire

        payload = {"dialect": dialect_wire(self.dialect), "name": name, "force": forced}
        return _limbeck.call("compile.identifier", payload)

    def quote(self, ident, force=None):
        return self._call(ident, False)

    def quote_identifier(self, value):
        return self.initial_quote + str(value).replace(
            self.final_quote, self.final_quote * 2
        ) + self.final_quote

    def quote_schema(self, schema, force=None):
        return self.quote(schema)

    def format_schema(self, name):
        return self.quote(name)

    def format_table(self, table, use_schema=True, name=None):
        text = self.quote(name or table.name)
        schema = getattr(table, "schema", None)
        return f"{self.quote(schema)}.{text}" if use_schema and schema else text

    def format_column(self, column, use_table=False, name=None, **kw):
        text = self.quote(name or column.name)
        return f"{self.format_table(column.table)}.{text}" if use_table else text

    def format_constraint(self, constraint):
        return self.quote(constraint.name)

    format_index = format_sequence = format_type = format_constraint


class PostgresqlDialect(Dialect):
    name = "postgresql"
    supports_native_enum = supports_native_boolean = supports_native_uuid = True
    supports_native_decimal = supports_sequences = supports_comments = True
    supports_identity_columns = True
    insert_returning = update_returning = delete_returning = True
    max_identifier_length = 63


class SqliteDialect(Dialect):
    name = "sqlite"
    supports_alter = False
    insert_returning = update_returning = delete_returning = True

    @classmethod
    def get_pool_class(cls, url):
        from .. import pool

        is_memory = url.database in (None, "", ":memory:") or url.query.get("mode") == "memory"
        if not is_memory:
            return super().get_pool_class(url)
        driver = url.get_driver_name()
        return pool.StaticPool if driver in _ASYNC_DRIVERS else pool.SingletonThreadPool


class MysqlDialect(Dialect):
    name = "mysql"
    supports_native_enum = supports_native_decimal = supports_comments = True
    max_identifier_length = 255
    is_mariadb = False
    _backslash_escapes = True


class MariadbDialect(MysqlDialect):
    name = "mariadb"
    is_mariadb = True
    supports_native_uuid = insert_returning = True

    @property
    def supports_sequences(self):
        return self.server_version_info is not None and self.server_version_info >= (10, 3)


class MssqlDialect(Dialect):
    name = "mssql"
    default_schema_name = "dbo"


class OracleDialect(Dialect):
    name = "oracle"


class DefaultDialect(Dialect):
    pass


_CLASSES = {
    cls.name: cls
    for cls in (
        PostgresqlDialect, SqliteDialect, MysqlDialect, MariadbDialect, MssqlDialect,
        OracleDialect, DefaultDialect,
    )
}


def dialect_named(name, driver=None, **kw):
    """A dialect by its SQLAlchemy name; NoSuchModuleError where there is none."""
    cls = _CLASSES.get(name)
    if cls is None:
        from ..exc import NoSuchModuleError

        raise NoSuchModuleError(f"Can't load plugin: sqlalchemy.dialects:{name}")
    return cls(driver=driver, **kw)


class _Registry:
    def load(self, name):
        base, _, driver = name.replace("+", ".").partition(".")
        cls = type(dialect_named(base))
        return type(cls.__name__, (cls,), {"driver": driver}) if driver else cls

    def register(self, name, modulepath, objname):
        """A package may bring a dialect; asking for it is the error that it is not there."""


registry = _Registry()
