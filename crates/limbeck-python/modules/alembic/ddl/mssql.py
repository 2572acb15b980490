"""A name for code that mentions mssql, which Limbeck does not speak."""

from .impl import DefaultImpl


class MSSQLImpl(DefaultImpl):
    __dialect__ = "mssql"
