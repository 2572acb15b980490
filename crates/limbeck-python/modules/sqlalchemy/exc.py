"""SQLAlchemy's exceptions, with the driver's own error behind those of a database."""

_HELP = "(Background on this error at: https://sqlalche.me/e/21/%s)"


class HasDescriptionCode:
    code = None

    def __init__(self, *args, **kw):
        code = kw.pop("code", None)
        if code is not None:
            self.code = code
        super().__init__(*args, **kw)

    def _code_str(self):
        return _HELP % self.code if self.code else ""


class SQLAlchemyError(HasDescriptionCode, Exception):
    """Base of all errors."""

    def _message(self):
        if len(self.args) == 1:
            return str(self.args[0])
        return str(self.args) if self.args else ""

    def __str__(self):
        message = self._message()
        return f"{message} {self._code_str()}" if self.code else message


class EmulatedDBAPIException(Exception):
    pass


class ArgumentError(SQLAlchemyError):
    pass


class DuplicateColumnError(ArgumentError):
    pass


class ObjectNotExecutableError(ArgumentError):
    def __init__(self, target):
        super().__init__(f"Not an executable object: {target!r}")
        self.target = target


class NoSuchModuleError(ArgumentError):
    pass


class NoForeignKeysError(ArgumentError):
    pass


class AmbiguousForeignKeysError(ArgumentError):
    pass


class ConstraintColumnNotFoundError(ArgumentError):
    pass


class CircularDependencyError(SQLAlchemyError):
    def __init__(self, message, cycles, edges, msg=None, code=None):
        if msg is None:
            names = ", ".join(repr(name) for name in cycles)
            message += f" ({names})"
        else:
            message = msg
        super().__init__(message, code=code)
        self.cycles = cycles
        self.edges = edges


class CompileError(SQLAlchemyError):
    pass


class UnsupportedCompilationError(CompileError):
    code = "l7de"

    def __init__(self, compiler, element_type=None, message=None):
        if element_type is None:
            # Rust has written the whole message.
            super().__init__(compiler)
            return
        name = compiler if isinstance(compiler, str) else type(compiler).__name__
        super().__init__(
            f"Compiler {name} can't render element of type {element_type}"
            + (f": {message}" if message else "")
        )
        self.compiler = compiler
        self.element_type = element_type


class IdentifierError(SQLAlchemyError):
    pass


class DisconnectionError(SQLAlchemyError):
    invalidate_pool = False


class InvalidatePoolError(DisconnectionError):
    invalidate_pool = True


class TimeoutError(SQLAlchemyError):
    pass


class InvalidRequestError(SQLAlchemyError):
    pass


class IllegalStateChangeError(InvalidRequestError):
    pass


class NoInspectionAvailable(InvalidRequestError):
    pass


class PendingRollbackError(InvalidRequestError):
    pass


class ResourceClosedError(InvalidRequestError):
    pass


class NoSuchColumnError(InvalidRequestError, KeyError):
    pass


class AwaitRequired(InvalidRequestError):
    code = "xd1r"


class MissingGreenlet(InvalidRequestError):
    code = "xd2s"


class NoResultFound(InvalidRequestError):
    pass


class MultipleResultsFound(InvalidRequestError):
    pass


class NoReferenceError(InvalidRequestError):
    table_name = None


class NoReferencedTableError(NoReferenceError):
    def __init__(self, message, tname):
        super().__init__(message)
        self.table_name = tname


class NoReferencedColumnError(NoReferenceError):
    def __init__(self, message, tname, cname):
        super().__init__(message)
        self.table_name = tname
        self.column_name = cname


class NoSuchTableError(InvalidRequestError):
    pass


class UnreflectableTableError(InvalidRequestError):
    pass


class UnboundExecutionError(InvalidRequestError):
    pass


class DontWrapMixin:
    pass


class StatementError(SQLAlchemyError):
    """A statement failed: `statement`, `params`, and `orig`, the driver's error."""

    statement = params = orig = ismulti = None

    def __init__(self, message, statement, params, orig, hide_parameters=False, code=None,
                 ismulti=None):
        super().__init__(message, code=code)
        self.statement = statement
        self.params = params
        self.orig = orig
        self.ismulti = ismulti
        self.hide_parameters = hide_parameters
        self.detail = []

    def add_detail(self, message):
        self.detail.append(message)

    def __str__(self):
        # The values of a statement are never shown: a log is no place for them.
        lines = [self._message()]
        if self.statement:
            lines.append(f"[SQL: {self.statement}]")
        if self.detail:
            lines[:0] = [f"({text})" for text in self.detail]
        if self.code:
            lines.append(self._code_str())
        return "\n".join(lines)


def _refused_values(message, statement=None, params=None):
    """A statement that was not sent, for what is wrong with its values."""
    return StatementError(
        f"(sqlalchemy.exc.InvalidRequestError) {message}", statement, params,
        InvalidRequestError(message), code="cd3x" if message.startswith("A value") else None,
    )


class DBAPIError(StatementError):
    """What the database or its driver raised."""

    code = "dbapi"
    connection_invalidated = False

    @classmethod
    def instance(cls, statement, params, orig, *args, **kw):
        return cls(statement, params, orig)

    def __init__(self, statement, params, orig, hide_parameters=False,
                 connection_invalidated=False, code=None, ismulti=None):
        text = f"({_class_path(orig)}) {orig}"
        super().__init__(text, statement, params, orig, hide_parameters, code, ismulti)
        self.connection_invalidated = connection_invalidated

    @property
    def driver_exception(self):
        return self.orig


class InterfaceError(DBAPIError):
    code = "rvf5"


class DatabaseError(DBAPIError):
    code = "4xp6"


class DataError(DatabaseError):
    code = "9h9h"


class OperationalError(DatabaseError):
    code = "e3q8"


class IntegrityError(DatabaseError):
    code = "gkpj"


class InternalError(DatabaseError):
    code = "2j85"


class ProgrammingError(DatabaseError):
    code = "f405"


class NotSupportedError(DatabaseError):
    code = "tw8g"


class SATestSuiteWarning(Warning):
    pass


class SADeprecationWarning(HasDescriptionCode, DeprecationWarning):
    deprecated_since = None


class Base20DeprecationWarning(SADeprecationWarning):
    pass


class LegacyAPIWarning(Base20DeprecationWarning):
    pass


class MovedIn20Warning(Base20DeprecationWarning):
    pass


RemovedIn20Warning = Base20DeprecationWarning


class SAPendingDeprecationWarning(PendingDeprecationWarning):
    pass


class SAWarning(HasDescriptionCode, RuntimeWarning):
    pass


def _class_path(orig):
    cls = type(orig)
    return f"{cls.__module__}.{cls.__name__}"


_KINDS = {
    "operational": OperationalError,
    "integrity": IntegrityError,
    "programming": ProgrammingError,
    "data": DataError,
    "internal": InternalError,
    "not_supported": NotSupportedError,
    "interface": InterfaceError,
    "database": DatabaseError,
}


def _from_database_error(fields, dialect=None, params=None):
    """The exception for the fields of `limbeck_core::statement::DatabaseError`."""
    from .engine._driver_errors import driver_error

    orig = driver_error(fields, dialect)
    if isinstance(orig, OSError):
        # asyncpg lets the system's own error through where no connection comes about.
        return orig
    kind = getattr(orig, "_limbeck_kind", None) or fields.get("kind")
    made = _KINDS.get(kind, DBAPIError)(fields.get("statement"), params, orig)
    made._limbeck_fields = fields
    return made


def _completed(error, dialect, statement, params):
    """The same error once it is known which driver and which values it met."""
    fields = getattr(error, "_limbeck_fields", None)
    if fields is None:
        return error
    made = _from_database_error({**fields, "statement": statement}, dialect, params)
    made.connection_invalidated = "closed the connection" in fields["message"]
    return made
