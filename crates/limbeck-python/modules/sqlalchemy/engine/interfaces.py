"""Names that scripts import for annotations and hooks."""

from ..dialects._base import Dialect
from ..sql.compiler import Compiled, TypeCompiler


class ExecutionContext:
    """What listeners and default functions are handed."""

    isinsert = isupdate = isdelete = False
    executemany = False
    statement = None
    compiled = None

    def __init__(self, connection=None, statement=None, parameters=None, executemany=False):
        self.connection = self.root_connection = connection
        self.engine = getattr(connection, "engine", None)
        self.dialect = getattr(connection, "dialect", None)
        self.statement = statement
        self.parameters = parameters if executemany else [parameters]
        self.executemany = executemany
        self.execution_options = {}


class ExceptionContext:
    """What `handle_error` listeners are handed."""

    def __init__(self, connection, error, statement, parameters):
        self.connection = connection
        self.engine = connection.engine
        self.dialect = connection.dialect
        self.sqlalchemy_exception = self.chained_exception = error
        self.original_exception = getattr(error, "orig", error)
        self.statement = statement
        self.parameters = parameters
        self.execution_context = None
        self.is_disconnect = getattr(error, "connection_invalidated", False)
        self.invalidate_pool_on_disconnect = True
        self.is_pre_ping = False


class CreateEnginePlugin:
    pass


class AdaptedConnection:
    pass


class BindTyping:
    NONE = 1
    SETINPUTSIZES = 2
    RENDER_CASTS = 3


class DBAPIConnection:
    pass


class DBAPICursor:
    pass


class ReflectedColumn(dict):
    pass


ReflectedIndex = ReflectedForeignKeyConstraint = ReflectedPrimaryKeyConstraint = ReflectedColumn
ReflectedUniqueConstraint = ReflectedCheckConstraint = ReflectedTableComment = ReflectedColumn
ReflectedIdentity = ReflectedComputed = ReflectedColumn

IsolationLevel = str
