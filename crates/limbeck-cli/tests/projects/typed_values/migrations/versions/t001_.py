"""a value of every type, by every way to write it, compared with and read back"""
import datetime as dt
import decimal
import enum
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = 't001'
down_revision = None
branch_labels = None
depends_on = None


class Color(enum.Enum):
    red = "r"
    green = "g"


class Tags(sa.TypeDecorator):
    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else sorted(value)

    def process_result_value(self, value, dialect):
        return None if value is None else set(value)


class Joined(sa.TypeDecorator):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else ",".join(value)


east = dt.timezone(dt.timedelta(hours=2))
ab = pg.ENUM("a", "b", name="ab")
HOSTILE = "é😀%s:%(x)s{}$1?''\\"
EVERYWHERE = [
    (sa.JSON, ["a"]), (sa.JSON, {1: 2}), (sa.JSON, (1, 2)), (sa.JSON(none_as_null=True), None),
    (Tags, {"b", "a"}), (Tags, None), (Joined, ["x", "y"]),
    (sa.Interval, dt.timedelta(days=-3, seconds=5, microseconds=7)), (sa.Time, dt.time(1, 2, 3, 4)),
    (sa.DateTime, dt.datetime(2020, 1, 2)), (sa.Date, dt.date(2020, 2, 3)),
    (sa.Numeric(12, 2), decimal.Decimal("1234567890.25")), (sa.Numeric(8, 2), 5), (sa.Float, 0.1),
    (sa.Numeric, decimal.Decimal("0.5")), (sa.Float(asdecimal=True), 0.25), (sa.Numeric(asdecimal=False), 1.5),
    (sa.ARRAY(sa.Integer).with_variant(sa.JSON(), "sqlite"), [1, 2]),
    (sa.BigInteger, 2**62), (sa.SmallInteger, True), (sa.Boolean, True), (sa.Boolean, None),
    (sa.LargeBinary, b"\x00\xff'\\"), (sa.LargeBinary, bytearray(b"abc")), (sa.PickleType, {"a": (1, 2)}),
    (sa.Uuid, uuid.UUID(int=7)), (sa.Uuid(as_uuid=False), str(uuid.UUID(int=7))),
    (sa.Enum(Color, name="color"), Color.red), (sa.Enum("a", "b", name="letters"), "b"),
    (sa.Enum(Color, name="by_value", values_callable=lambda e: [m.value for m in e]), Color.green),
    (sa.Enum(Color, native_enum=False, length=10, name="text_color"), Color.green),
    (sa.Text, HOSTILE), (sa.String(20), "tab\tnew\nline"), (sa.Unicode(3), "äöü"), (sa.String(5), ""),
]
POSTGRESQL = [
    (pg.ARRAY(sa.Integer), [1, 2, None]), (pg.ARRAY(sa.Integer, dimensions=2), [[1, 2], [3, 4]]),
    (pg.ARRAY(sa.String), ["a,b", 'q"x', "\\", None, "NULL", ""]), (pg.ARRAY(sa.Text), []),
    (pg.ARRAY(pg.JSONB), [{"a": 1}, [1], "x", None]), (pg.ARRAY(pg.UUID), [uuid.UUID(int=5)]),
    (pg.ARRAY(sa.Numeric), [decimal.Decimal("1.50")]), (pg.ARRAY(sa.Boolean), [True, False]),
    (pg.ARRAY(sa.DateTime), [dt.datetime(2020, 1, 2, 3, 4, 5)]), (pg.ARRAY(ab), ["a", "b"]),
    (pg.ARRAY(sa.Enum(Color, name="colors")), [Color.red]), (pg.ARRAY(Joined), [["x", "y"]]),
    (pg.JSONB, ["a"]), (pg.JSONB, "x"), (pg.JSONB, 5), (pg.JSONB, {"d": [1.5, True, None]}),
    (pg.INT4RANGE, pg.Range(1, 5)), (pg.INT4RANGE, pg.Range(empty=True)),
    (pg.NUMRANGE, pg.Range(decimal.Decimal("1.5"), decimal.Decimal("2.5"), bounds="(]")),
    (pg.DATERANGE, pg.Range(dt.date(2020, 1, 1), None)), (pg.INT8RANGE, pg.Range(None, 2**40)),
    (pg.TSRANGE, pg.Range(dt.datetime(2020, 1, 1, 2, 3, 4, 5), None)),
    (pg.INTERVAL, dt.timedelta(days=400)),
    (sa.Time(timezone=True), dt.time(1, 2, 3, tzinfo=east)), (sa.Numeric, 2**70), (sa.Numeric, 1.1),
    (sa.Numeric(30, 10), decimal.Decimal("12345678901234567890.1234567891")),
    (sa.Float, float("inf")), (sa.Float, float("nan")), (pg.UUID(as_uuid=False), str(uuid.UUID(int=9))),
    (pg.INET, "10.0.0.1/8"), (pg.INET, "10.0.0.1"), (pg.CIDR, "10.0.0.0/8"), (pg.BIT(3), "101"),
    (pg.MACADDR, "08:00:2b:01:02:03"), (pg.MONEY, "12.34"), (pg.TSVECTOR, "a fat cat"), (pg.OID, 5),
    (pg.DOMAIN("posint", sa.Integer, check="VALUE > 0"), 4),
]
PSYCOPG = [(pg.INT4MULTIRANGE, [pg.Range(1, 3), pg.Range(5, 8)]), (pg.DATEMULTIRANGE, [])]
seen = sa.table("seen", *map(sa.column, ("case", "how", "stored", "read")))


def note(case, how, stored, read=""):
    op.get_bind().execute(seen.insert().values(case=case, how=how, stored=stored, read=read))


def tried(case, how, act):
    try:
        with op.get_bind().begin_nested():
            return act()
    except Exception as error:
        note(case, how, "error", type(error).__name__)


def case(number, type_, value):
    bind = op.get_bind()
    run, name = bind.execute, f"t{number}"
    table = op.create_table(name, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", type_))
    light = sa.table(name, sa.column("id", sa.Integer), sa.column("x", sa.types.to_instance(type_)))
    text = sa.text(f"INSERT INTO {name} VALUES (9, :x)").bindparams(sa.bindparam("x", value, type_=type_))
    for how, act in (
        ("values", lambda: run(table.insert().values(id=1, x=value))),
        ("light", lambda: run(light.insert().values(id=2, x=value))),
        ("one", lambda: run(table.insert(), {"id": 3, "x": value})),
        ("many", lambda: run(table.insert(), [{"id": 4, "x": value}, {"id": 5, "x": None}])),
        ("bulk", lambda: op.bulk_insert(table, [{"id": 6, "x": value}, {"id": 7, "x": value}])),
        ("rows", lambda: run(table.insert().values([{"id": 8, "x": value}]))),
        ("update", lambda: run(table.update().where(table.c.id == 5).values(x=value))),
        ("text", lambda: run(text)),
    ):
        tried(number, how, act)
    found = sa.select(table.c.id).where(table.c.x == value)
    tried(number, "where", lambda: note(number, "found", str(len(run(found).all()))))
    if type_ in (sa.Uuid, pg.UUID):
        found = sa.select(table.c.id).where(table.c.x == str(value))
        tried(number, "where text", lambda: note(number, "found by text", str(len(run(found).all()))))
    shown = "CAST(x AS TEXT)" if bind.dialect.name == "postgresql" else "quote(x)"
    for id_, stored in run(sa.text(f"SELECT id, {shown} FROM {name} ORDER BY id")).all():
        note(number, f"row {id_}", stored)
    read = tried(number, "read", lambda: run(sa.select(table.c.x).where(table.c.id == 1)).scalar())
    note(number, "read", "", repr(sorted(read) if isinstance(read, set) else read))


def upgrade():
    op.create_table(
        "seen", sa.Column("case", sa.Integer), sa.Column("how", sa.String(20)), sa.Column("stored", sa.Text),
        sa.Column("read", sa.Text),
    )
    dialect = op.get_bind().dialect
    cases = EVERYWHERE + (POSTGRESQL if dialect.name == "postgresql" else [])
    cases += PSYCOPG if dialect.driver == "psycopg" else []
    for number, (type_, value) in enumerate(cases):
        case(number, type_, value)
