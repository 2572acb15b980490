"""statements that are sent again and again, with other values and after changes around them"""
import contextlib
import datetime
import decimal
import sqlite3
import uuid

import psycopg2
import pymysql
import sqlalchemy as sa
from alembic import op
from psycopg2.errors import UniqueViolation

revision = "r001"
down_revision = None
branch_labels = None
depends_on = None

calls = iter(range(100, 1000))


class Counted(sa.TypeDecorator):
    """Gives another value each time."""

    impl = sa.String(50)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else f"{value} #{next(calls)}"


metadata = sa.MetaData()
again = sa.Table(
    "again",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, comment="c"),
    sa.Column("name", sa.String(50)),
    sa.Column("n", sa.BigInteger),
    sa.Column("x", sa.Float),
    sa.Column("at", sa.DateTime),
    sa.Column("day", sa.Date),
    sa.Column("flag", sa.Boolean),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("raw", sa.LargeBinary),
    sa.Column("counted", Counted),
    sa.Column("document", sa.JSON),
    sa.Column("made", sa.Integer),
    sa.Column("later", sa.String(20)),
)
plain = sa.table("again", sa.column("id", sa.Integer), sa.column("name", sa.String))
loose = sa.table("again", sa.column("id"), sa.column("name"), sa.column("n"), sa.column("x"))

defaults = sa.Table(
    "again",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(50)),
    sa.Column("n", sa.Integer, default=7),
    sa.Column("made", sa.Integer, default=lambda: next(calls)),
    sa.Column("later", sa.String(20), onupdate=lambda: f"call {next(calls)}"),
)


def is_mariadb(bind):
    return bind.dialect.name in ("mysql", "mariadb")


def insert_rows(bind):
    values = [
        {"id": 1, "name": "one", "n": 1},
        {"id": 2, "name": None, "n": 2**40},
        {"id": 3, "name": "it's \\ 100% :x {}", "n": None},
        {"id": 4, "name": "\u00e4\U0001f600", "n": -1},
        {"id": 5, "name": "", "n": 0},
    ]
    for row in values:
        bind.execute(again.insert().values(**row))
    for number in range(6, 9):
        bind.execute(sa.insert(again), {"id": number, "name": f"given {number}", "x": number / 2})
    for number in range(9, 12):
        bind.execute(sa.insert(plain).values(id=number, name="plain"))


def update_each_kind(bind):
    kinds = {
        "x": [1.5, 2, None],
        "at": [datetime.datetime(2024, 1, 2, 3, 4, 5), None, datetime.datetime(999, 1, 1, 1, 1)],
        "day": [datetime.date(2024, 1, 2), None, datetime.date(2025, 1, 2)],
        "flag": [True, False, None],
        "price": [decimal.Decimal("1.25"), 2, None, decimal.Decimal("3")],
        "raw": [b"\x00\xff", None, b"abc"],
        "counted": ["a", "b", None, "c"],
        "document": [{"a": 1}, [1], "text", None],
    }
    for name, values in kinds.items():
        for turn in range(2):
            for number, value in enumerate(values, 1):
                change = sa.update(again).where(again.c.id == number).values({name: value})
                print(name, turn, number, bind.execute(change).rowcount)


def conditions(bind):
    seen = []
    for value in ("one", None, "", "one", "x", None, "\u00e4\U0001f600"):
        query = sa.select(again.c.id).where(again.c.name == value).order_by(again.c.id)
        seen.append([row.id for row in bind.execute(query)])
    for number in (1, 2**40, 1, -1, 2**40, 0):
        query = sa.select(sa.func.count()).select_from(again).where(again.c.n == number)
        seen.append(bind.execute(query).scalar())
    for count in (1, 2, 3, 2):
        query = sa.select(plain.c.id).order_by(plain.c.id).limit(count).offset(count)
        seen.append(bind.execute(query).scalars().all())
    for low, high in ((1, 3), (3, 5), (2, 2), (1, 9)):
        wanted = sa.and_(again.c.id >= low, sa.not_(again.c.id > high))
        seen.append(bind.execute(sa.select(again.c.id).where(wanted)).scalars().all())
    for ids in ([1], [1, 2], [], [3, 4], [5]):
        query = sa.select(again.c.id).where(again.c.id.in_(ids)).order_by(again.c.id)
        seen.append(bind.execute(query).scalars().all())
    for number in (1, 2, 3):
        query = sa.select(again.c.id).where(sa.text(f"id = {number}"))
        seen.append(bind.execute(query).scalars().all())
    for word in ("ONE", "GIVEN 6", "ONE"):
        query = sa.select(again.c.id).where(sa.func.upper(again.c.name) == word)
        seen.append(bind.execute(query).scalars().all())
    for line in seen:
        print(line)


def binds(bind):
    same = sa.bindparam("number", type_=sa.Integer)
    query = sa.select(plain.c.id).where(sa.or_(plain.c.id == same, plain.c.id == same + 1))
    for number in (1, 2, 4):
        print(bind.execute(query.order_by(plain.c.id), {"number": number}).scalars().all())
    anonymous = sa.bindparam(None, 3, type_=sa.Integer)
    for _ in range(3):
        twice = sa.select(plain.c.id).where(plain.c.id == anonymous, plain.c.id < anonymous + 1)
        print(bind.execute(twice).scalars().all())
    for number in (1, 2, 3):
        own = sa.bindparam("own", number, type_=sa.Integer)
        print(bind.execute(sa.select(plain.c.id).where(plain.c.id == own)).scalar())
    given = sa.select(plain.c.id).where(plain.c.id == sa.bindparam("own", 1, type_=sa.Integer))
    for params in ({}, {"own": 2}, {}, {"own": 3}):
        print(bind.execute(given, params).scalar())
    change = sa.update(plain).where(plain.c.id == sa.bindparam("key"))
    for number in (9, 10, 11):
        bind.execute(change.values(name=sa.bindparam("new")), {"key": number, "new": f"n{number}"})
    for number in (9, 10, 11):
        bind.execute(sa.update(plain).where(plain.c.id == number), {"name": f"m{number}"})
    for number, value in ((9, "text"), (10, None), (11, "text")):
        text = sa.text("UPDATE again SET later = :value WHERE id = :id")
        bind.execute(text, {"value": value, "id": number})
    for number in (9, 10, 11):
        text = sa.text("UPDATE again SET made = :made WHERE id = :id")
        bind.execute(text.bindparams(made=number * 2), {"id": number})
    for wrong in range(3):
        try:
            bind.execute(change, {"new": "x"})
        except sa.exc.SQLAlchemyError as error:
            print(wrong, type(error).__name__, str(error).splitlines()[0])


def without_values():
    text = sa.text("UPDATE again SET later = :value WHERE id = :id")
    change = sa.update(plain).where(plain.c.id == sa.bindparam("key"))
    for act in (
        lambda: op.execute(text.bindparams(id=9)),
        lambda: op.execute(change.values(name="x")),
        lambda: op.bulk_insert(plain, [{"id": 90, "name": "x"}, {"id": 91}]),
    ):
        try:
            act()
        except sa.exc.SQLAlchemyError as error:
            print(type(error).__name__, str(error).splitlines()[0], type(error.orig).__name__)


def errors_of_drivers(bind):
    kinds = (
        UniqueViolation, psycopg2.Error, psycopg2.DataError, psycopg2.errors.IntegrityError,
        pymysql.Error, pymysql.err.IntegrityError, pymysql.err.DataError,
        sqlite3.Error, sqlite3.IntegrityError,
    )
    for step in range(2):
        try:
            with bind.begin_nested():
                bind.execute(plain.insert().values(id=800, name="x"))
        except sa.exc.IntegrityError as error:
            print(step, type(error.orig) == UniqueViolation)
            print([isinstance(error.orig, kind) for kind in kinds])
    bind.execute(plain.delete().where(plain.c.id == 800))


def refused(bind):
    other = again.alias("other")
    joined = sa.update(again.join(other, other.c.id == again.c.id + 1)).values({again.c.later: "j"})
    if is_mariadb(bind):
        print(bind.execute(joined).rowcount)
        return
    for statement in (joined, sa.schema.SetColumnComment(again.c.id)):
        try:
            with bind.begin_nested():
                bind.execute(statement)
            print("done")
        except sa.exc.SQLAlchemyError:
            print("refused")


def temporary(bind):
    passing = sa.Table("passing", sa.MetaData(), sa.Column("id", sa.Integer), prefixes=["TEMPORARY"])
    for _ in range(2):
        passing.create(bind, checkfirst=True)
        print(sa.inspect(bind).has_table("passing"), sa.inspect(bind).has_table("nowhere"))
    passing.drop(bind, checkfirst=True)
    print(sa.inspect(bind).has_table("passing"))
    if is_mariadb(bind):
        print(sa.inspect(bind).has_table("again", schema="nowhere"))


def untyped(bind):
    for number, value in ((6, "a"), (7, 5), (8, None), (6, "b"), (7, 6)):
        column = "n" if isinstance(value, int) else "name"
        bind.execute(sa.update(loose).where(loose.c.id == number).values({column: value}))
    for value in (0.5, 1, None, 2.5):
        bind.execute(sa.update(loose).where(loose.c.id == 8).values(x=value))


def changes_around(bind):
    def read(query):
        return [tuple(row) for row in bind.execute(query)]

    partial = sa.table("again", sa.column("id", sa.Integer))
    for _ in range(3):
        print(read(sa.select(partial).where(partial.c.id == 1)))
    partial.append_column(sa.column("name", sa.String))
    for number in (1, 2, 1):
        print(read(sa.select(partial).where(partial.c.id == number)))
    moved = sa.table("again", sa.column("id", sa.Integer), sa.column("n", sa.Integer))
    for number in (1, 4, 1):
        print(read(sa.select(moved.c.n).where(moved.c.id == number)))
    moved.c.n.name = "made"
    for number in (9, 10):
        print(read(sa.select(moved.c.n).where(moved.c.id == number)))
    moved.name = "elsewhere"
    with contextlib.nullcontext() if is_mariadb(bind) else bind.begin_nested() as savepoint:
        try:
            read(sa.select(moved.c.id).where(moved.c.id == 9))
        except sa.exc.DBAPIError as error:
            print("elsewhere" in str(error.orig))
            if savepoint is not None:
                savepoint.rollback()
    for number in (20, 21, 22):
        bind.execute(again.insert().values(id=number, name="before"))
    for number in (23, 24, 25):
        bind.execute(defaults.insert().values(id=number, name="called"))
        bind.execute(defaults.update().where(defaults.c.id == number).values(name="changed"))
    for number in (20, 21, 22):
        bind.execute(again.delete().where(again.c.id == number))


def kinds_of_identity(bind):
    for number in range(3):
        own = uuid.UUID(int=number)
        bind.execute(sa.update(again).where(again.c.id == 24).values(name=str(own)))
        literal = sa.literal(number, sa.Integer)
        bind.execute(sa.update(again).where(again.c.id == 25).values(made=literal + again.c.id))
    for fragment in () if is_mariadb(bind) else ("name || 'x'", "name || 'y'"):
        bind.execute(sa.update(again).where(again.c.id == 24).values(name=sa.text(fragment)))
    for number, other in ((23, "a"), (24, "b"), (23, "c")):
        case = sa.case((again.c.id == number, other), else_="no")
        print(bind.execute(sa.select(case.label("found")).where(again.c.id == 23)).scalar())


def upgrade():
    bind = op.get_bind()
    again.create(bind)
    insert_rows(bind)
    update_each_kind(bind)
    conditions(bind)
    binds(bind)
    without_values()
    errors_of_drivers(bind)
    refused(bind)
    temporary(bind)
    untyped(bind)
    changes_around(bind)
    kinds_of_identity(bind)


def downgrade():
    op.drop_table("again")
