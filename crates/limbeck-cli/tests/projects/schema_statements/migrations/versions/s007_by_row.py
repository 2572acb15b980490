"""defaults of each row, and what SQLite's driver is given"""
import datetime
import itertools

import sqlalchemy as sa
from alembic import op

revision = "s007"
down_revision = "s006"

ticks = itertools.count(100)
counted = sa.Table(
    "by_row", sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, default=lambda: next(ticks)),
    sa.Column("word", sa.String(9), default="none"),
    sa.Column("moment", sa.DateTime),
    sa.Column("day", sa.Date),
    sa.Column("hour", sa.Time),
)


def upgrade():
    op.create_table("by_row", *[sa.Column(item.name, item.type) for item in counted.c])
    op.execute(counted.insert().values([{"id": 1}, {"id": 2}]))
    op.execute(counted.insert().values([{"id": 3, "number": 5}, {"id": 4}, {"id": 5, "number": 6}]))
    op.execute(counted.insert().values([{"id": 6}, {"id": 7, "word": "x", "number": 8}]))
    op.execute(counted.insert().values(id=8))
    if op.get_context().as_sql or op.get_bind().dialect.name != "sqlite":
        return
    bind = op.get_bind()
    values = ["2024-01-02", 5, datetime.date(2024, 1, 2), datetime.time(3, 4), None]
    values.append(datetime.datetime(2024, 1, 2, 3, 4, 5, 6))
    untyped = sa.table("by_row", sa.column("id", sa.Integer), sa.column("day"))
    for value in values:
        columns = [counted.c.moment, counted.c.day, counted.c.hour]
        for column in columns if isinstance(value, datetime.time) else [*columns, untyped.c.day]:
            row = {column.name: value}
            more = {"id": 50, "number": 1, "word": "w"} if column.table is counted else {"id": 50}
            tried(value, column, lambda: bind.execute(column.table.update().values(row)))
            tried(value, column, lambda: op.execute(column.table.update().values(row)))
            tried(value, column, lambda: op.bulk_insert(column.table, [{**more, **row}]))
            named = column.table.update().values({column.name: sa.bindparam("v")})
            tried(value, column, lambda: bind.execute(named, [{"v": value}, {"v": value}]))
            tried(value, column, lambda: bind.execute(sa.select(column).where(column == value)).all())
    print("--", bind.execute(sa.text("SELECT * FROM by_row ORDER BY id, moment, day, hour")).all())
    expressions(bind)


def tried(value, column, act):
    try:
        with op.get_bind().begin_nested():
            act()
    except Exception as error:
        print("--", repr(value), column.name, type(error).__name__)


def expressions(bind):
    words = sa.Table("words", sa.MetaData(), sa.Column("word", sa.String))
    words.create(bind)
    bind.execute(words.insert(), [
        {"word": word} for word in ("abc", "ABC", "12", "a\nb", "h\u00e9\u00e9", None, "zab")
    ])
    word = words.c.word
    for pattern in ("^a", "(?i)^a", "b$", r"\d+", r"(.)\1", "(?<=z)a", r"^\w+$", "a.b", "(?s)a.b"):
        for condition in (word.regexp_match(pattern), ~word.regexp_match(pattern)):
            print("--", pattern, bind.scalars(sa.select(word).where(condition)).all())
    op.execute(words.update().values(word="M").where(word.regexp_match("^[0-9]+$")))
    op.execute("DELETE FROM words WHERE word REGEXP 'zab|^h'")
    print("--", bind.execute(sa.text("SELECT word, word REGEXP 'M' FROM words")).all())
    for wrong in ("5 REGEXP 'M'", "'a' REGEXP '('", "'a' REGEXP NULL"):
        try:
            bind.execute(sa.text(f"SELECT {wrong}")).all()
        except Exception as error:
            print("--", wrong, type(error).__name__)


def downgrade():
    pass
