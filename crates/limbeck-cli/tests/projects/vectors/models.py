"""Models with vectors."""
from pgvector.sqlalchemy import HALFVEC, SPARSEVEC, Vector
from sqlalchemy import Column, Integer, MetaData, Table, Text

metadata = MetaData()

Table(
    "word", metadata, Column("id", Integer, primary_key=True), Column("same", Vector(3)),
    Column("longer", Vector(5)), Column("bare", Vector()), Column("half", HALFVEC(4)),
    Column("sparse", SPARSEVEC(9)), Column("plain", Text), Column("changed", Vector(2)),
)
