"""Models with types of the project's own."""
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.types import UserDefinedType

metadata = MetaData()


class Vector(UserDefinedType):
    cache_ok = True

    def __init__(self, dim=None):
        self.dim = dim

    def get_col_spec(self, **kw):
        return "VECTOR" if self.dim is None else f"VECTOR({self.dim})"


class Spot(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "spot"


Table(
    "word", metadata, Column("id", Integer, primary_key=True), Column("same", Vector(3)),
    Column("longer", Vector(5)), Column("bare", Vector()), Column("place", Spot()),
    Column("changed", Integer), Column("other", Vector(2)),
)
