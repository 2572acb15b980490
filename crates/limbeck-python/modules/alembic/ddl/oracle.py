"""A name for code that mentions oracle, which Limbeck does not speak."""

from .impl import DefaultImpl


class OracleImpl(DefaultImpl):
    __dialect__ = "oracle"
