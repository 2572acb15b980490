import datetime
import decimal
import enum
import itertools
import uuid

from sqlalchemy import (
    ARRAY, JSON, BigInteger, Boolean, Column, Date, DateTime, Enum, Float, ForeignKey, Integer,
    Interval, LargeBinary, MetaData, Numeric, Sequence, String, Table, Text, Time, TypeDecorator,
    Unicode, Uuid,
    LABEL_STYLE_NONE, LABEL_STYLE_TABLENAME_PLUS_COL, all_, and_, any_, asc, between, bindparam,
    case, cast, collate, column, delete, desc, distinct, except_, exists, extract, false, func,
    insert, intersect, label, literal, literal_column, not_, null, nulls_first, or_, select, table,
    tablesample, text, true, try_cast, tuple_, type_coerce, union, union_all, update, values,
)
from sqlalchemy.dialects import mysql as my
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite as lite
from sqlalchemy.dialects.postgresql import ARRAY, ENUM, INET, JSONB, insert as pg_insert
from sqlalchemy.dialects.postgresql import operators as pg_operators
from sqlalchemy.dialects.sqlite import insert as lite_insert
from sqlalchemy.dialects.mysql import insert as my_insert
from sqlalchemy import CreateTableAs, CreateView, Index, UniqueConstraint
from sqlalchemy.schema import DropView
from sqlalchemy.sql import operators
from sqlalchemy.sql.visitors import cloned_traverse, replacement_traverse
from sqlalchemy.types import UserDefinedType


class Color(enum.Enum):
    red = 1
    green = 2


u = table("users", column("id", Integer), column("name", String), column("age", Integer))
o = table("orders", column("id", Integer), column("user_id", Integer), column("total", Numeric(10, 2)))
plain = table("plain", column("a"), column("b"), column("c"))
m = MetaData()
acc = Table(
    "account", m,
    Column("id", Integer, primary_key=True),
    Column("email", String(50), nullable=False),
    Column("active", Boolean),
    Column("created", DateTime(timezone=True)),
    Column("balance", Numeric(12, 2)),
    Column("ratio", Float),
    Column("data", JSON),
    Column("color", Enum(Color)),
    Column("day", Date),
    Column("at", Time),
    Column("raw", LargeBinary),
    Column("key", Uuid),
    Column("span", Interval),
    Column("big", BigInteger),
    Column("note", Text),
)
item = Table(
    "item", m,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("title", Unicode(80), default="none"),
    Column("order", Integer),
    Column("Mixed", Integer),
    schema="shop",
)
doc = Table(
    "doc", m,
    Column("id", Integer, primary_key=True),
    Column("body", JSONB),
    Column("tags", ARRAY(String)),
    Column("nums", ARRAY(Integer)),
    Column("ip", INET),
)
uq_email = UniqueConstraint("email", name="uq_email")
acc.append_constraint(uq_email)
ix_email = Index("ix_email", acc.c.email, unique=True, postgresql_where=acc.c.id > 5)
rng = table(
    "rng", column("n", Integer), column("r", pg.INT4RANGE), column("s", pg.INT4RANGE),
    column("d", pg.DATERANGE), column("t", pg.TSTZRANGE), column("m", pg.INT4MULTIRANGE),
)
hs = table("hs", column("id", Integer), column("h", pg.HSTORE))
ticks = itertools.count(100)
counted = Table(
    "counted", MetaData(),
    Column("a", Integer),
    Column("n", Integer, default=lambda: next(ticks)),
)
plain_table = Table("t", MetaData(), schema="s")
a = column("a", Integer)
b = column("b", Integer)
s = column("s", String)
f = column("f", Boolean)
x = column("x")
d = column("d", DateTime)


class Shouted(TypeDecorator):
    impl = String
    cache_ok = True

    def bind_expression(self, bindvalue):
        return func.upper(bindvalue, type_=self)

    def column_expression(self, column):
        return func.lower(column, type_=self)


class Sealed(UserDefinedType):
    def get_col_spec(self, **kw):
        return "SEALED"

    def bind_expression(self, bindvalue):
        return func.seal(bindvalue, literal("key")).op("||")(text("'.'"))


class Wrapping(TypeDecorator):
    impl = Shouted
    cache_ok = True


loud = Table(
    "loud", MetaData(),
    Column("id", Integer, primary_key=True),
    Column("word", Shouted(20)),
    Column("box", Sealed),
    Column("inner", Wrapping(5)),
    Column("here", String().with_variant(Shouted(), "postgresql")),
)
