"""Flushes that fail, and what is left then."""
import itertools
import warnings

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision, down_revision = "r002", "r001"

Base = declarative_base()
numbers = itertools.count(1)


class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(10), unique=True)
    made = sa.Column(sa.Integer, default=lambda: next(numbers))


class Lines(list):
    def note(self, *values):
        self.append(" ".join(str(value) for value in values))

    def attempt(self, name, function):
        try:
            self.note(name, function())
        except Exception as error:
            self.note(name, type(error).__name__, str(error).split("(")[0].split("\n")[0][:150])


def names(session):
    return session.scalars(sa.select(Item.name).order_by(Item.id)).all()


def root(lines, session):
    """All that the session did is gone at once; nothing goes on before rollback()."""
    session.add(Item(id=1, name="a"))
    session.flush()
    item = Item(id=2, name="b")
    session.add_all([item, Item(id=3, name="a")])
    lines.attempt("flush", session.flush)
    lines.note(session.is_active, session.in_transaction(), item in session, sa.inspect(item).transient)
    lines.note(session.bind.scalar(sa.text("SELECT count(*) FROM item")))
    lines.attempt("query", lambda: session.query(Item).count())
    lines.attempt("flush of nothing", session.flush)
    lines.attempt("commit", session.commit)
    lines.attempt("begin", session.begin)
    lines.attempt("begin_nested", session.begin_nested)
    session.add(Item(id=4, name="late"))
    lines.attempt("flush", session.flush)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        session.rollback()
    lines.note([str(one.message) for one in caught])
    lines.note(session.is_active, session.in_transaction(), list(session.new), names(session))
    session.add_all([Item(id=1, name="a"), Item(id=2, name="b")])
    session.commit()
    lines.note(names(session))


def nested(lines, session):
    """A savepoint is undone alone, and the session goes on with what was before it."""
    for at, name in enumerate(["c", "a", "d", "b"]):
        def one():
            with session.begin_nested():
                session.add(Item(id=10 + at, name=name))
                session.flush()
        lines.attempt(name, one)
        lines.note(session.is_active, session.in_nested_transaction(), names(session))
    with session.begin_nested() as savepoint:
        session.add(Item(id=20, name="a"))
        lines.attempt("swallowed", session.flush)
        lines.note(savepoint.is_active, session.is_active)
        lines.attempt("query", lambda: session.query(Item).count())
        lines.attempt("commit", savepoint.commit)
    lines.note(session.is_active, names(session))
    savepoint = session.begin_nested()
    session.add(Item(id=21, name="a"))
    lines.attempt("commit", savepoint.commit)
    lines.attempt("query", lambda: session.query(Item).count())
    savepoint.rollback()
    lines.attempt("again", savepoint.rollback)
    lines.note(names(session))


def objects(lines, session):
    """What was changed is read again, what was not stays, and what was deleted is there."""
    a, b = session.get(Item, 1), session.get(Item, 2)
    outer = session.begin_nested()
    a.name = "changed"
    session.flush()
    session.delete(b)
    session.flush()
    inner = session.begin_nested()
    other = session.get(Item, 9)
    other.id = 99
    session.flush()
    session.add(Item(id=30, name="changed"))
    lines.attempt("autoflush", lambda: session.query(Item).count())
    lines.note(inner.is_active, outer.is_active, session.get_nested_transaction() is inner)
    inner.rollback()
    lines.note(session.get_nested_transaction() is outer, names(session), other.id, sa.inspect(other).identity)
    outer.rollback()
    lines.note("name" in a.__dict__, "name" in b.__dict__, a.name, b.name, b in session)


def blocks(lines, session):
    """`with session.begin()` and what is asked for when it has ended."""
    with session.begin() as transaction:
        lines.note(type(transaction).__name__, transaction.session is session, transaction.nested)
        session.add(Item(id=40, name="e"))
        session.commit()
        lines.attempt("after commit", lambda: session.query(Item).count())
        lines.attempt("add", lambda: session.add(Item(id=41, name="f")))
    lines.note(names(session))
    lines.attempt("begin", session.begin)
    session.rollback()

    def fails():
        with session.begin():
            session.add_all([Item(id=50, name="g"), Item(id=51, name="a")])

    lines.attempt("fails", fails)
    lines.note(session.is_active, session.in_transaction(), names(session))
    session.rollback()
    gone = session.get(Item, 40)
    session.commit()
    session.connection().execute(sa.text("DELETE FROM item WHERE id = 40"))
    lines.note(session.get(Item, 40))


def defaults(lines, session):
    """The defaults of a statement that fails are asked once."""
    before = next(numbers)
    lines.attempt("one", lambda: session.connection().execute(Item.__table__.insert().values(id=1)))
    lines.note(next(numbers) - before)
    session.rollback()
    before = next(numbers)
    rows = [{"id": 60, "name": "h"}, {"id": 61, "name": "i"}, {"id": 1, "name": "j"}]
    lines.attempt("many", lambda: session.connection().execute(Item.__table__.insert(), rows))
    lines.note(next(numbers) - before)
    session.rollback()
    before = next(numbers)
    session.add_all([Item(id=62, name="k"), Item(id=63, name="a")])
    lines.attempt("flush", session.flush)
    lines.note(next(numbers) - before)
    session.rollback()


def upgrade():
    bind, lines = op.get_bind(), Lines()
    for part in (root, nested, objects, blocks, defaults):
        lines.note(part.__name__)
        with bind.begin_nested() as savepoint:
            with Session(bind) as session:
                session.add_all([Item(id=1, name="a"), Item(id=2, name="b"), Item(id=9, name="z")] if part is not root else [])
                session.commit()
                part(lines, session)
            if savepoint.is_active:
                savepoint.rollback()
    op.bulk_insert(sa.table("log", sa.column("line")), [{"line": line} for line in lines])


def downgrade():
    pass
