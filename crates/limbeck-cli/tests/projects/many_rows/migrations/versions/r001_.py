"""many rows: read, and written with several sets of values, under the eyes of listeners"""
import datetime
import decimal

import sqlalchemy as sa
from alembic import op
from sqlalchemy import event
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.orm.exc import StaleDataError

revision = "r001"
down_revision = None
branch_labels = None
depends_on = None

Base = declarative_base()
ids = iter(range(1, 10000))


class Trimmed(sa.TypeDecorator):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else value.strip()

    def process_result_value(self, value, dialect):
        return None if value is None else f"<{value}>"


class Kept(Base):
    __tablename__ = "kept"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(Trimmed)
    total = sa.Column(sa.Integer)
    at = sa.Column(sa.DateTime)
    price = sa.Column(sa.Numeric(10, 2))
    document = sa.Column(sa.JSON)


kept = Kept.__table__
seen = sa.table("seen", *map(sa.column, ("id", "who", "what")))
ROWS = [
    {
        "id": place, "name": f" name {place} ", "total": place or None,
        "at": datetime.datetime(2024, 2, 29, 23, 59, place, place * 1001),
        "price": decimal.Decimal(place) / 4, "document": [{"place": place}, None],
    }
    for place in range(6)
]


def note(who, what):
    op.get_bind().execute(seen.insert().values(id=next(ids), who=who, what=str(what)))


def tried(who, act):
    try:
        with op.get_bind().begin_nested():
            what = act()
    except Exception as error:
        what = type(error).__name__
    note(who, what)


def several_sets(bind):
    moved = kept.update().where(kept.c.id == sa.bindparam("which"))
    bind.execute(moved.values(name=sa.bindparam("given")), [
        {"which": row.id, "given": f" {str(row.name).upper()} {row.at}"}
        for row in bind.execute(sa.select(kept).order_by(kept.c.id))
    ])
    bind.execute(moved.values(total=kept.c.total * sa.bindparam("times")), [
        {"which": 1, "times": 10}, {"which": 2, "times": None},
    ])
    text = sa.text("UPDATE kept SET at = :at WHERE id = :id").bindparams(
        sa.bindparam("at", type_=sa.DateTime)
    )
    result = bind.execute(text, [{"at": datetime.datetime(1999, 12, 31), "id": 1}, {
        "at": None, "id": 2,
    }])
    note("rowcount of several", result.rowcount)
    tried("a value is missing", lambda: bind.execute(text, [{"at": None, "id": 1}, {"id": 2}]))
    for words in ("-- why\nUPDATE kept", "/* why */ UPDATE kept", "WITH one AS (SELECT 1) UPDATE kept",
                  "SELECT :t, total FROM kept"):
        sql = sa.text(words + (" SET total = :t" if "UPDATE" in words else "") + " WHERE id = :id")
        tried(words, lambda: bind.execute(sql, [{"id": 5, "t": 5}, {"id": 7, "t": 5}]) and "")
    tried("the same key twice", lambda: bind.execute(kept.insert(), [{"id": 90}, {"id": 90}]))
    note("left of it", bind.scalar(sa.select(sa.func.count()).where(kept.c.id == 90)))
    tried("keys by name and column", lambda: bind.execute(
        kept.insert(), [{"id": 7, "document": {"a": 1}}, {"id": 8, "document": None}]
    ).rowcount)


def rows_by_name(bind):
    query = sa.text(
        "SELECT id, total AS count, id AS \"index\", name AS \"_fields\", name AS \"a b\", "
        "id AS twice, total AS twice FROM kept WHERE id IN (0, 3) ORDER BY id"
    )
    for row in bind.execute(query):
        note("row", (row.id, callable(row.count), callable(row.index), row[1], tuple(row)))
        note("mapping", row._mapping["count"])
        tried("twice", lambda: row.twice)
        tried("nothing of that name", lambda: row.other)
    result = bind.execute(sa.select(kept.c.id, kept.c.at).order_by(kept.c.id))
    for row in result:
        note("in the loop", (row.id, result.fetchone()[0], row._mapping[kept.c.at]))
        break
    note("after it", [row.id for row in result])
    note("scalars", bind.execute(sa.select(kept.c.name).order_by(kept.c.id)).scalars().all())


def in_session(bind):
    with Session(bind, join_transaction_mode="create_savepoint") as session:
        found = session.query(Kept).filter(Kept.id < 5).order_by(Kept.id).all()
        for row in found[:3]:
            row.total = (row.total or 0) + 100
            row.document = [row.total]
        found[3].total = Kept.total + 1
        found[4].name = None
        session.commit()
        totals = [row.total for row in found]
    note("totals", totals)
    with Session(bind, join_transaction_mode="create_savepoint") as session:
        found = session.query(Kept).filter(Kept.id < 3).order_by(Kept.id).all()
        session.execute(sa.text("DELETE FROM kept WHERE id = 1"))
        for row in found:
            row.total = 0
        try:
            session.flush()
        except StaleDataError:
            session.rollback()
            note("stale", "yes")
        session.merge(Kept(id=9, name="lost"))
        session.flush()


def joined(bind):
    for mode in ("conditional_savepoint", "create_savepoint", "rollback_only"):
        for act in ("commit", "rollback", "close"):
            outer = bind.begin_nested()
            session = Session(bind, join_transaction_mode=mode)
            session.execute(kept.insert().values(id=50))
            getattr(session, act)()
            found = bind.scalar(sa.select(sa.func.count()).where(kept.c.id == 50))
            was_active = outer.is_active
            if was_active:
                outer.rollback()
            note(f"{mode} {act}", (found, was_active))
    twice = sa.select(kept.c.id.label("n"), kept.c.total.label("n")).limit(1)
    tried("twice in a statement", lambda: bind.execute(twice).one().n)


def upgrade():
    bind = op.get_bind()
    seen_by_listeners = []

    def listener(conn, cursor, statement, parameters, context, executemany):
        if statement.startswith(("UPDATE", "SELECT kept")):
            seen_by_listeners.append((statement.split()[0], executemany, len(parameters)))

    Base.metadata.create_all(bind, checkfirst=False)
    op.create_table("seen", sa.Column("id", sa.Integer), sa.Column("who", sa.Text),
                    sa.Column("what", sa.Text))
    op.bulk_insert(kept, ROWS)
    several_sets(bind)
    rows_by_name(bind)
    event.listen(bind, "before_cursor_execute", listener)
    several_sets(bind)
    event.remove(bind, "before_cursor_execute", listener)
    note("listener", seen_by_listeners)
    in_session(bind)
    joined(bind)


def downgrade():
    op.drop_table("seen")
    op.drop_table("kept")
