"""SQLAlchemy's names for what compiles."""

from ._compiled import Compiled, SQLCompiler
from ._custom import Compiler as GenericTypeCompiler
from ._custom import Compiler as TypeCompiler
from ._custom import Preparer as IdentifierPreparer
from ._custom_ddl import DDLCompiler

StrSQLCompiler = SQLCompiler
