"""`DefaultDialect`, which scripts subclass or import."""

from ..dialects._base import DefaultDialect, Dialect
from .interfaces import ExecutionContext as DefaultExecutionContext
