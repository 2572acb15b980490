"""Columns with keys, arrays of every kind, foreign keys that lead nowhere."""

from sqlalchemy import (
    ARRAY, CHAR, Column, DateTime, Enum, ForeignKey, Index, Integer, MetaData, String, Table,
    TypeDecorator, UniqueConstraint, Uuid, func, text,
)
from sqlalchemy.dialects import postgresql


class Guid(TypeDecorator):
    impl = CHAR
    cache_ok = True


class WordsARRAY(ARRAY):
    """Its name ends as that of the class above."""


plain, arrays, changed, no_table, no_column = [MetaData() for _ in range(5)]
Table(
    "keyed", plain, Column("id", Integer, primary_key=True), Column("q", Integer, key="kk"),
    Column("UserName", String(20), key="user_name", index=True),
    Index("ix_kk", "kk"), UniqueConstraint("kk", "user_name", name="uq_kk"),
)
Table(
    "defaulted", plain, Column("id", Integer, primary_key=True),
    Column("number", Integer, server_default="5"),
    Column("at", DateTime, server_default=func.now()),
    Column("word", String(10), server_default=text("'x'")),
)
Table(
    "keyed", changed, Column("id", Integer, primary_key=True), Column("q", Integer, key="kk"),
    Column("UserName", String(20), key="user_name"), Column("unwritten", Integer),
    Column("extra", String(5), key="other", unique=True, index=True),
)
Table(
    "defaulted", changed, Column("id", Integer, primary_key=True),
    Column("number", Integer, server_default="6"),
    Column("at", DateTime, server_default=text("'2020-01-01'")),
    Column("word", String(10), server_default=text("'x'"), nullable=False),
)
items = {
    "uuid": Uuid(), "string": String(5), "own": Guid(), "inet": postgresql.INET(),
    "enum": Enum("a", name="letters"),
}
for name, kind in {"generic": ARRAY, "specific": postgresql.ARRAY}.items():
    Table(
        name, arrays, Column("id", Integer, primary_key=True),
        *[Column(f"{name}_plain", kind(item)) for name, item in items.items()],
        *[Column(f"{name}_tuple", kind(item, as_tuple=True)) for name, item in items.items()],
        Column("words", WordsARRAY(String(5), as_tuple=True)), Column("deep", kind(Integer, dimensions=2, zero_indexes=True)),
    )
Table("child", no_table, Column("x", Integer, ForeignKey("nowhere.id")))
Table("parent", no_column, Column("id", Integer, primary_key=True))
Table("child", no_column, Column("x", Integer, ForeignKey("parent.nope")))
metadatas = {
    "plain": plain, "arrays": arrays, "changed": changed, "no_table": no_table,
    "no_column": no_column,
}
