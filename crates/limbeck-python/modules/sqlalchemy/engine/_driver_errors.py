"""The errors of psycopg, pymysql, sqlite3 and their like, as far as scripts look at them."""

from sys import modules

import _limbeck

_NAMES = {
    "operational": "OperationalError", "integrity": "IntegrityError",
    "programming": "ProgrammingError", "data": "DataError", "internal": "InternalError",
    "not_supported": "NotSupportedError", "interface": "InterfaceError",
    "database": "DatabaseError",
}

# The names that psycopg gives to the states that migrations meet.
_STATES = {
    "0A000": "FeatureNotSupported", "22001": "StringDataRightTruncation",
    "22003": "NumericValueOutOfRange", "22007": "InvalidDatetimeFormat",
    "22008": "DatetimeFieldOverflow", "22012": "DivisionByZero",
    "22023": "InvalidParameterValue", "22P02": "InvalidTextRepresentation",
    "22P05": "UntranslatableCharacter", "23000": "IntegrityConstraintViolation",
    "23001": "RestrictViolation", "23502": "NotNullViolation", "23503": "ForeignKeyViolation",
    "23505": "UniqueViolation", "23514": "CheckViolation", "23P01": "ExclusionViolation",
    "25001": "ActiveSqlTransaction", "25006": "ReadOnlySqlTransaction",
    "25P01": "NoActiveSqlTransaction", "25P02": "InFailedSqlTransaction",
    "28000": "InvalidAuthorizationSpecification", "28P01": "InvalidPassword",
    "2BP01": "DependentObjectsStillExist", "3B001": "InvalidSavepointSpecification",
    "3D000": "InvalidCatalogName", "3F000": "InvalidSchemaName", "40001": "SerializationFailure",
    "40P01": "DeadlockDetected", "42501": "InsufficientPrivilege", "42601": "SyntaxError",
    "42602": "InvalidName", "42611": "InvalidColumnDefinition", "42701": "DuplicateColumn",
    "42702": "AmbiguousColumn", "42703": "UndefinedColumn", "42704": "UndefinedObject",
    "42710": "DuplicateObject", "42712": "DuplicateAlias", "42723": "DuplicateFunction",
    "42725": "AmbiguousFunction", "42803": "GroupingError", "42804": "DatatypeMismatch",
    "42809": "WrongObjectType", "42830": "InvalidForeignKey", "42846": "CannotCoerce",
    "42883": "UndefinedFunction", "42939": "ReservedName", "42P01": "UndefinedTable",
    "42P02": "UndefinedParameter", "42P04": "DuplicateDatabase", "42P06": "DuplicateSchema",
    "42P07": "DuplicateTable", "42P10": "InvalidColumnReference", "42P16":
    "InvalidTableDefinition", "42P17": "InvalidObjectDefinition", "53300": "TooManyConnections",
    "55000": "ObjectNotInPrerequisiteState", "55006": "ObjectInUse", "55P03": "LockNotAvailable",
    "55P04": "UnsafeNewEnumValueUsage", "57014": "QueryCanceled", "57P01": "AdminShutdown",
    "57P03": "CannotConnectNow", "P0001": "RaiseException", "XX000": "InternalError_",
}

_MODULES = {"pysqlite": "sqlite3", "aiosqlite": "sqlite3", "psycopg_async": "psycopg",
            "asyncpg": "sqlalchemy.dialects.postgresql.asyncpg",
            "pymysql": "pymysql.err", "aiomysql": "pymysql.err", "asyncmy": "asyncmy.errors",
            "mysqldb": "MySQLdb"}
_MYSQL = ("pymysql.err", "asyncmy.errors", "MySQLdb")
_ASYNCPG = "sqlalchemy.dialects.postgresql.asyncpg"
# The classes into which SQLAlchemy sorts asyncpg's: by the state, or the class of states.
_ASYNCPG_STATES = {
    "23001": "RestrictViolationError", "23502": "NotNullViolationError",
    "23503": "ForeignKeyViolationError", "23505": "UniqueViolationError",
    "23514": "CheckViolationError", "23P01": "ExclusionViolationError",
}
# By the first characters of the state, where another driver differs from psycopg.
_PSYCOPG2_CLASSES = {
    "10": "database", "26": "operational", "2F": "internal", "34": "operational",
    "38": "internal", "39": "internal", "3B": "internal", "F0": "internal", "P0": "internal",
}
_ASYNCPG_CLASSES = {"23": "integrity", "42": "programming", "XX": "internal"}
# The classes of states whose details quote values, and what stands around the values.
_QUOTING = ("22", "23")
_VALUES = ((")=(", ")"), ("row contains (", ")"), ('"', '"'))
_classes = {}
# Those that scripts have defined for SQLite, in lower case.
PYTHON_FUNCTIONS = set()


def error_class(module, name, base=None):
    """A class of a driver: the driver's own where it is one written in Python, and loaded."""
    found = _installed(module, name) or _classes.get((module, name))
    if found is None:
        if base is None:
            bases = {"Error": Exception, "InterfaceError": "Error", "DatabaseError": "Error"}
            above = bases.get(name, "DatabaseError")
            base = error_class(module, above) if isinstance(above, str) else above
        found = _classes[module, name] = type(name, (base,), {"__module__": module})
    return found


def _installed(module, name):
    if module not in _MYSQL:
        return None
    # A module that stands in for one that is missing would ask here again.
    found = vars(modules[module]).get(name) if module in modules else None
    return found if isinstance(found, type) and issubclass(found, Exception) else None


def named_error(module, name):
    """The class of errors that a driver's module has by this name; None for all other names."""
    driver, _, last = module.partition(".")
    if last == "errors" and driver in ("psycopg", "psycopg2"):
        state = next((state for state, known in _STATES.items() if known == name), None)
        if state is not None:
            return _state_class(driver, state, _limbeck.error_kind(state))
        module = driver
    module = _MODULES.get(module, module)
    if module in ("psycopg", "psycopg2", "sqlite3", *_MYSQL):
        if name == "Error" or name in _NAMES.values():
            return error_class(module, name)
    return None


def _state_class(module, sqlstate, kind):
    """The class that psycopg and psycopg2 have for a state."""
    if module == "psycopg2" and sqlstate is not None:
        kind = _PSYCOPG2_CLASSES.get(sqlstate[:2], kind)
    base = error_class(module, _NAMES.get(kind, "DatabaseError"))
    name = _STATES.get(sqlstate)
    return base if name is None else error_class(f"{module}.errors", name, base)


class Diagnostics:
    """`orig.diag`"""

    def __init__(self, fields):
        self.severity = self.severity_nonlocalized = "ERROR"
        self.sqlstate = fields.get("sqlstate")
        self.message_primary = fields.get("message")
        self.message_detail = fields.get("detail")
        self.message_hint = fields.get("hint")
        self.constraint_name = fields.get("constraint")
        self.table_name = fields.get("table")
        self.column_name = fields.get("column")
        self.schema_name = self.datatype_name = None
        self.context = fields.get("context")
        position = fields.get("position")
        self.statement_position = None if position is None else str(position)


def _asyncpg_error(fields):
    sqlstate = fields.get("sqlstate")
    message = fields["message"]
    if fields.get("connecting"):
        if sqlstate is None:
            return _unconnected(message)
        message = message.partition(" failed: ")[2].partition(":  ")[2] or message
    kind = fields.get("kind") if sqlstate is None else _ASYNCPG_CLASSES.get(sqlstate[:2])
    base = error_class(_ASYNCPG, _NAMES.get(kind, "Error"))
    name = _ASYNCPG_STATES.get(sqlstate)
    made = (base if name is None else error_class(_ASYNCPG, name, base))(message)
    made._limbeck_kind = kind or "error"
    return made


def _unconnected(message):
    """Why no server was reached, as the system's own error."""
    host, reason = _unknown_host(message)
    if host is not None:
        return error_class("socket", "gaierror", OSError)(-2, f"{reason}: {host}")
    place, _, reason = message.partition(" failed: ")
    host, _, port = place.rpartition(", port ")
    address = (host.partition('"')[2].rstrip('"'), int(port) if port.isdigit() else port)
    if "does not support SSL" in reason:
        server = "%s:%s" % address
        return ConnectionError(f'PostgreSQL server at "{server}" rejected SSL upgrade')
    if "refused" in reason:
        return ConnectionRefusedError(111, f"Connect call failed {address}")
    if "timeout" in reason or "timed out" in reason:
        return TimeoutError(f"{address}: {reason}")
    return OSError(f"{address}: {reason}")


def _unknown_host(message):
    """The host that has no address, and why; None where it is something else."""
    place, _, reason = message.partition(" to address: ")
    prefix, _, host = place.partition(' host name "')
    return (host[:-1], reason) if prefix == "could not translate" else (None, message)


def _psycopg_text(fields, text):
    if not fields.get("connecting"):
        return text
    host, reason = _unknown_host(text)
    if host is not None:
        return f"failed to resolve host '{host}': [Errno -2] {reason}"
    return "connection failed: " + text if text.startswith("connection to") else text


def driver_error(fields, dialect):
    driver = fields.get("driver") or getattr(dialect, "driver", None) or _mysql_driver()
    sqlstate = fields.get("sqlstate")
    if driver is None:
        driver = "pysqlite" if sqlstate is None and fields.get("code") is not None else "psycopg"
    module = _MODULES.get(driver, driver)
    if module == _ASYNCPG:
        return _described(_asyncpg_error(fields), fields)
    kind = fields.get("kind")
    if module == "psycopg2" and sqlstate is not None:
        kind = _PSYCOPG2_CLASSES.get(sqlstate[:2], kind)
    cls = error_class(module, _NAMES.get(kind, "DatabaseError"))
    if module in _MYSQL:
        return _mysql_error(cls, fields, sqlstate)
    if not fields.get("connecting") and module in ("psycopg", "psycopg2"):
        cls = _state_class(module, sqlstate, kind)
    text = _text(fields)
    if module == "psycopg2":
        text += "\n"
    elif module == "psycopg":
        text = _psycopg_text(fields, text)
    elif text.rpartition(": ")[2].lower() in PYTHON_FUNCTIONS:
        text += " (it is a function in Python, which SQLite cannot call under Limbeck)"
    made = cls(text)
    made._limbeck_kind = kind
    if module == "sqlite3":
        made.sqlite_errorcode = fields.get("code")
        return made
    made.pgerror = f"ERROR:  {text}"
    return _described(made, fields)


def _described(made, fields):
    made.pgcode = made.sqlstate = fields.get("sqlstate")
    made.diag = Diagnostics(fields)
    return made


def _mysql_driver():
    """The driver of the run, if its database is one of MySQL."""
    from ..sql._current import dialect

    found = dialect()
    return found.driver if getattr(found, "name", None) in ("mysql", "mariadb") else None


def _mysql_error(cls, fields, sqlstate):
    """The number and the message; `detail` has the server's words where they quote a value."""
    code, message = fields.get("code"), fields["message"]
    made = cls(message) if code is None else cls(code, message)
    made.sqlstate = sqlstate
    made.detail = fields.get("detail")
    return made


def _text(fields):
    """The message as libpq shows it: with the line that it points at."""
    lines = [fields["message"]]
    position, statement = fields.get("position"), fields.get("statement")
    if position and statement:
        before = statement[: position - 1]
        number = before.count("\n") + 1
        start = before.rfind("\n") + 1
        line = statement[start:].split("\n", 1)[0]
        head = f"LINE {number}: "
        lines += [head + line, " " * (len(head) + len(before) - start) + "^"]
    if fields.get("detail"):
        lines.append("DETAIL:  " + _without_values(fields["detail"], fields.get("sqlstate")))
    if fields.get("hint"):
        lines.append("HINT:  " + fields["hint"])
    if fields.get("context"):
        lines.append("CONTEXT:  " + fields["context"])
    return "\n".join(lines)


def _without_values(detail, sqlstate):
    """The detail with the values of a row, or of a key, left out; `diag` has them."""
    if sqlstate is None or sqlstate[:2] not in _QUOTING:
        return detail
    for opening, closing in _VALUES:
        before, found, rest = detail.partition(opening)
        _, closed, after = rest.rpartition(closing)
        if found and closed:
            return f"{before}{opening}...{closing}{after}"
    return detail
