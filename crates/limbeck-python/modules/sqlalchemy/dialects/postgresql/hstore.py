"""`hstore(..)` as a function."""

from ...sql.functions import Function
from .types import HSTORE


class hstore(Function):
    def __init__(self, *args, **kw):
        super().__init__("hstore", *args, type_=HSTORE())
