import datetime
import functools
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg


def one():
    return 1


def of_context(context):
    return 1


class Maker:
    def __call__(self):
        return 1

    def made(self):
        return 1


def with_table(name, *items, **options):
    metadata = sa.MetaData()
    sa.Table(name, metadata, *items, **options)
    return metadata


KINDS = [
    sa.Integer, sa.String(5, collation="C"), sa.Unicode(3), sa.Float(5), sa.Double(53),
    sa.Numeric(10, 2, asdecimal=False), sa.DECIMAL(5, 0), sa.DECIMAL(scale=0), sa.Numeric(scale=0),
    sa.Boolean(create_constraint=True, name="yes"), sa.Time(timezone=True), sa.Interval,
    sa.Interval(native=False), sa.Interval(second_precision=3), sa.LargeBinary(4),
    sa.Enum("a", "b", name="ab"), sa.Enum("a", "b", native_enum=False, length=9),
    sa.JSON(none_as_null=True), sa.Uuid(as_uuid=False), sa.ARRAY(sa.String(4), dimensions=2),
    sa.PickleType, sa.FLOAT(3), pg.JSONB(astext_type=sa.Text()), pg.BIT(3, varying=True),
    pg.INTERVAL(fields="DAY TO SECOND", precision=3), pg.TIMESTAMP(timezone=True, precision=3),
    pg.TIME(precision=0), pg.ENUM("x", "y", name="xy"), pg.DOMAIN("word", sa.Text),
    sa.DateTime().with_variant(pg.TIMESTAMP(precision=3), "postgresql"),
]
types = with_table("types", *[sa.Column(f"c{place}", kind) for place, kind in enumerate(KINDS)])

DEFAULTS = [
    one, of_context, lambda: 1, Maker(), Maker().made, uuid.uuid4, datetime.datetime.now, dict,
    functools.partial(one), 4, sa.text("7"), sa.func.now(), sa.Sequence("counted"),
]
SERVER_DEFAULTS = [
    "5", sa.text("5"), sa.func.now(), sa.func.coalesce(sa.text("1"), 2), sa.func.COALESCE(1, 2),
    sa.literal_column("'x'"), sa.cast("1", sa.Float), sa.func.char_length("abc"), sa.func.max(1),
    sa.func.current_timestamp(), sa.func.abs(-1), sa.FetchedValue(),
]
columns = with_table(
    "columns",
    sa.Column("id", sa.Integer, sa.Identity(always=True, start=3), primary_key=True),
    *[sa.Column(f"d{place}", sa.Integer, default=made) for place, made in enumerate(DEFAULTS)],
    *[sa.Column(f"s{place}", sa.Text, server_default=made) for place, made in enumerate(SERVER_DEFAULTS)],
    sa.Column("updated", sa.Integer, onupdate=one, server_onupdate=sa.FetchedValue()),
    sa.Column("told", sa.Integer, key="known", comment="said", index=True, unique=True),
)

indexes = with_table("indexes", sa.Column("a", sa.Integer), sa.Column("b", sa.Text))
a, b = indexes.tables["indexes"].c
ELEMENTS = [
    a.desc(), a.asc().nulls_last(), a.nulls_first(), sa.desc("a"), a + 1, -a, a.is_(None),
    a.in_([1, 2]), a.between(1, 2), a.label("z"), b.collate("C"), b.op("||")("x"),
    sa.func.lower(b), sa.func.coalesce(a, 0), sa.func.max(a), sa.func.concat(b, "x"),
    sa.func.own.made(a), sa.case((a > 1, 1), else_=2), sa.cast(a, sa.String), sa.tuple_(a, b),
    sa.and_(a > 1, a < 2), sa.type_coerce(a, sa.String), sa.text("a"), sa.literal_column("a"),
    sa.func.count(a), sa.extract("year", b), sa.not_(a > 1), a == b, sa.exists().where(a > 1),
]
for place, element in enumerate(ELEMENTS):
    sa.Index(f"ix_{place:02}", element)

altered = with_table(
    "altered", sa.Column("id", sa.Text, primary_key=True),
    *[sa.Column(name, sa.Text) for name in "bcdefghi"],
)

CASES = {
    "types": (types, ["types"]),
    "columns": (columns, ["columns"]),
    "indexes": (indexes, ["indexes"]),
    "altered": (altered, ["altered"]),
    "gone": (sa.MetaData(), ["gone"]),
    "alone": (with_table("alone", sa.Column("id", sa.Text, primary_key=True)), ["alone"]),
}
