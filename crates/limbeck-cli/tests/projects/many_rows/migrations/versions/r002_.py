"""many rows: what each set of values gets of its own, and what rows and listeners can do"""
import copy
import pickle

import sqlalchemy as sa
from alembic import op
from sqlalchemy import event
from sqlalchemy.orm import Session, declarative_base

revision = "r002"
down_revision = "r001"
branch_labels = None
depends_on = None

Base = declarative_base()
ids = iter(range(10000, 20000))
calls = iter(range(100, 10000))
seen = sa.table("seen", *map(sa.column, ("id", "who", "what")))


class Counted(Base):
    __tablename__ = "counted"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))
    made = sa.Column(sa.Integer, default=lambda: next(calls))
    twice = sa.Column(sa.String(40), default=lambda c: c.get_current_parameters()["name"] * 2)
    changed = sa.Column(sa.Integer, onupdate=lambda: next(calls))
    fixed = sa.Column(sa.Integer, default=7)


counted = Counted.__table__
plain = sa.Table(
    "plain", Base.metadata, sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(20)),
)


def note(who, what):
    op.get_bind().execute(seen.insert().values(id=next(ids), who=who, what=str(what)))


def tried(who, act):
    try:
        with op.get_bind().begin_nested():
            what = act()
    except Exception as error:
        what = f"{type(error).__name__} {str(error).split(chr(10))[0]}"
    note(who, what)


def each_its_own(bind):
    by_id = sa.select(counted).order_by(counted.c.id)
    bind.execute(counted.insert(), [{"name": "a"}, {"name": "b"}, {"name": "c"}])
    bind.execute(counted.insert().values(fixed=8), [{"name": "d"}, {"name": "e", "made": 1}])
    bind.execute(counted.insert().values([{"name": "f"}, {"name": "g"}]))
    note("returned", bind.execute(
        counted.insert().returning(counted.c.made), [{"name": "h"}, {"name": "i"}]
    ).scalars().all())
    op.bulk_insert(counted, [{"name": "j"}, {"name": "k"}])
    bind.execute(
        counted.update().where(counted.c.id == sa.bindparam("which")).values(
            name=sa.bindparam("given")
        ), [{"which": 1, "given": "A"}, {"which": 2, "given": "B"}],
    )
    note("each", [tuple(row) for row in bind.execute(by_id)])
    keys = bind.execute(plain.insert(), [{"id": 50, "name": "x"}, {"id": 51, "name": "y"}])
    note("keys", [tuple(key) for key in keys.inserted_primary_key_rows])
    tried("key of several", lambda: keys.inserted_primary_key)
    bind.execute(plain.insert())
    bind.execute(plain.insert(), [])
    note("without values", bind.scalar(sa.select(sa.func.count()).select_from(plain)))


def refused(bind):
    one, text = plain.update().values(name="z"), sa.text("UPDATE plain SET name = :a")
    tried("no value", lambda: bind.execute(text))
    tried("no value of that name", lambda: bind.execute(text, {"b": 1}))
    tried("no value in the second", lambda: bind.execute(text, [{"a": "1"}, {"b": "1"}]))
    tried("no value for a bind", lambda: bind.execute(one.where(plain.c.id == sa.bindparam("i"))))
    tried("several lists", lambda: bind.execute(
        one.where(plain.c.id.in_(sa.bindparam("ids", expanding=True))),
        [{"ids": [50]}, {"ids": [50, 51]}],
    ))
    note("as it was", bind.execute(
        sa.select(plain.c.name).where(plain.c.id >= 50).order_by(plain.c.id)
    ).scalars().all())


def rows(bind):
    query = sa.select(counted.c.id, counted.c.name.label("a b")).order_by(counted.c.id)
    row = bind.execute(query).first()
    note("tuples", (row.tuple(), row._tuple(), row.t, row._t))
    for again in (pickle.loads(pickle.dumps(row)), copy.copy(row), copy.deepcopy(row)):
        note("again", (again.id, getattr(again, "a b"), again == row, again._fields))
    note("mapping", ({**row._mapping}, dict(row._mapping.items())))
    double = bind.execute(sa.select(counted.c.id, counted.c.name.label("id"))).first()
    tried("ambiguous", lambda: double._asdict())
    tried("ambiguous mapping", lambda: dict(double._mapping))
    by_three = query.execution_options(yield_per=3)
    note("partitions", [len(part) for part in bind.execute(by_three).partitions()])
    note("fetchmany", len(bind.execute(by_three).fetchmany()))
    note("scalars", [part for part in bind.execute(by_three).scalars().partitions()])
    result = bind.execute(query)
    result.first()
    tried("after the first", result.fetchone)
    if bind.dialect.name == "postgresql":
        spans = ("1 year 2 mons 3 days 04:05:06.7", "-14 mons", "1 year -5 mons")
        note("intervals", [
            bind.scalar(sa.select(sa.cast(span, sa.Interval))) for span in spans
        ])


def listened(bind):
    heard = []

    def before(conn, clauseelement, multiparams, params, execution_options):
        if isinstance(clauseelement, sa.sql.dml.Insert):
            heard.append(("before", list(multiparams), dict(params)))
            several = [{**row, "name": row["name"] + "!"} for row in multiparams]
            return clauseelement, several, {**params, "name": "?"} if params else params
        return clauseelement, multiparams, params

    def after(conn, clauseelement, multiparams, params, execution_options, result):
        if isinstance(clauseelement, sa.sql.dml.Insert):
            heard.append(("after", list(multiparams), dict(params)))

    def by_name(**given):
        if given["statement"].startswith("INSERT"):
            heard.append((sorted(given), given["executemany"], given["context"].executemany))

    def unheard(conn, cursor, statement, parameters, context, executemany):
        return "SELECT nothing", ()

    event.listen(bind, "before_execute", before, retval=True)
    event.listen(bind, "after_execute", after)
    event.listen(bind, "before_cursor_execute", by_name, named=True)
    event.listen(bind, "before_cursor_execute", unheard)
    bind.execute(plain.insert(), [{"id": 70, "name": "a"}, {"id": 71, "name": "b"}])
    bind.execute(plain.insert(), {"id": 72, "name": "c"})
    event.remove(bind, "before_execute", before)
    event.remove(bind, "after_execute", after)
    event.remove(bind, "before_cursor_execute", by_name)
    event.remove(bind, "before_cursor_execute", unheard)
    for what in heard:
        note("heard", what)
    note("changed", bind.execute(
        sa.select(plain.c.name).where(plain.c.id >= 70).order_by(plain.c.id)
    ).scalars().all())


def in_session(bind):
    with Session(bind) as session:
        found = session.query(Counted).filter(Counted.id < 4).order_by(Counted.id).all()
        for row in found:
            row.name = row.name + "+"
        session.flush()
        note("set by the update", [row.changed is not None for row in found])
        note("each", session.execute(sa.select(counted.c.changed).order_by(counted.c.id)).all())
        session.execute(sa.update(Counted), [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}])
        session.expire_all()
        note("by key", [(row.name, row.changed) for row in found])


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    each_its_own(bind)
    refused(bind)
    rows(bind)
    listened(bind)
    in_session(bind)


def downgrade():
    op.drop_table("plain")
    op.drop_table("counted")
