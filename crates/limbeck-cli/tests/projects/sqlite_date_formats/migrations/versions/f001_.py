"""dates and times in formats of their own"""
import datetime

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import sqlite

revision = 'f001'
down_revision = None
branch_labels = None
depends_on = None

German = sqlite.DATETIME(
    storage_format="%(day)02d.%(month)02d.%(year)04d %(hour)02d:%(minute)02d",
    regexp=r"(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+) (?P<hour>\d+):(?P<minute>\d+)",
)
Compact = sqlite.DATE(storage_format="%(year)04d%(month)02d%(day)02d", regexp=r"(\d{4})(\d\d)(\d\d)")
Whole = sqlite.DATETIME(truncate_microseconds=True)
Clock = sqlite.TIME(storage_format="%(hour)02d-%(minute)02d-%(second)02d", regexp=r"(\d+)-(\d+)-(\d+)")

moment = datetime.datetime(2020, 1, 2, 3, 4, 5, 678)


def upgrade():
    visits = op.create_table(
        "visits",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("came", German),
        sa.Column("day", Compact),
        sa.Column("left", Whole),
        sa.Column("opens", Clock),
        sa.Column("closes", sqlite.TIME(truncate_microseconds=True)),
        sa.Column("bare", sqlite.TIME(storage_format="%(hour)02d%(minute)02d")),
    )
    op.add_column("visits", sa.Column("number", sqlite.DATETIME(storage_format="%(year)04d")))
    op.bulk_insert(visits, [
        {"id": 1, "came": moment, "day": moment.date(), "left": moment,
         "opens": moment.time(), "closes": moment.time(), "bare": moment.time()},
        {"id": 2, "came": None, "day": None, "left": None, "opens": None, "closes": None,
         "bare": None},
    ])
    op.execute(visits.insert().values(id=3, came=moment.date(), day=moment))
    op.execute(visits.update().where(visits.c.came == moment).values(left=moment.date()))
    if context.is_offline_mode():
        return
    bind = op.get_bind()
    bind.execute(visits.insert(), [{"id": 4, "came": moment}, {"id": 5, "came": moment}])
    op.create_table("seen", sa.Column("what", sa.Integer), sa.Column("value", sa.String(400)))
    rows = bind.execute(
        sa.select(visits.c.came, visits.c.day, visits.c.left, visits.c.opens, visits.c.closes)
        .order_by(visits.c.id)
    ).all()
    keep(1, rows)
    keep(2, bind.scalar(sa.select(sa.func.count()).where(visits.c.came == moment)))
    for value in ("2020-01-02", 5):
        try:
            bind.execute(visits.insert().values(id=9, came=value))
        except Exception as error:
            keep(3, type(error).__name__)
    bind.execute(sa.text("UPDATE visits SET came = 'soon' WHERE id = 4"))
    try:
        bind.execute(sa.select(visits.c.came)).all()
    except ValueError:
        keep(4, "not a moment")


def keep(what, value):
    seen = sa.table("seen", sa.column("what", sa.Integer), sa.column("value", sa.String))
    op.get_bind().execute(seen.insert().values(what=what, value=repr(value)))


def downgrade():
    op.drop_table("seen")
    op.drop_table("visits")
