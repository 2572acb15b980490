"""objects that a session writes together

Revision ID: f001
Revises:
Create Date: 2026-01-05 00:00:00.000000

"""
import itertools
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy import event
from sqlalchemy.orm import Session, declarative_base, relationship

revision = "f001"
down_revision = None
branch_labels = None
depends_on = None

Base = declarative_base()
counter = itertools.count(1)


class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50), unique=True)
    n = sa.Column(sa.Integer)
    five = sa.Column(sa.Integer, default=5)
    counted = sa.Column(sa.Integer, default=lambda: next(counter))
    upper = sa.Column(
        sa.String(50), default=lambda context: context.get_current_parameters()["name"].upper()
    )
    summed = sa.Column(sa.Integer, default=sa.text("40 + 2"))
    more = sa.Column(sa.Integer, sa.Computed("n + 1", persisted=True))
    document = sa.Column(sa.JSON)
    absent = sa.Column(sa.JSON(none_as_null=True))
    place = sa.Column(sa.String(20), server_default="here")


class Stale(Base):
    """The table has a default that the model does not know."""

    __tablename__ = "stale"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50))
    n = sa.Column(sa.Integer)


class Key(Base):
    __tablename__ = "key_of_text"
    id = sa.Column(sa.String(10), primary_key=True)
    name = sa.Column(sa.String(50))


class Pair(Base):
    __tablename__ = "pair"
    a = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    b = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    name = sa.Column("called", sa.String(50), key="named")


class Unique(Base):
    __tablename__ = "unique_id"
    id = sa.Column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    name = sa.Column(sa.String(50))


class Versioned(Base):
    __tablename__ = "versioned"
    id = sa.Column(sa.Integer, primary_key=True)
    version = sa.Column(sa.Integer, nullable=False)
    name = sa.Column(sa.String(50))
    __mapper_args__ = {"version_id_col": version}


class Node(Base):
    __tablename__ = "node"
    id = sa.Column(sa.Integer, primary_key=True)
    parent_id = sa.Column(sa.Integer, sa.ForeignKey("node.id"))
    name = sa.Column(sa.String(50))
    children = relationship("Node", order_by="Node.id")


class Person(Base):
    __tablename__ = "person"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String(10))
    name = sa.Column(sa.String(10))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "person"}


class Boss(Person):
    __tablename__ = "boss"
    id = sa.Column(sa.ForeignKey("person.id"), primary_key=True)
    car = sa.Column(sa.String(10))
    __mapper_args__ = {"polymorphic_identity": "boss"}


class Chief(Boss):
    __tablename__ = "chief"
    boss_id = sa.Column(sa.ForeignKey("boss.id"), primary_key=True)
    hat = sa.Column(sa.String(10))
    __mapper_args__ = {"polymorphic_identity": "chief"}


class Temporary(Person):
    agency = sa.Column(sa.String(10))
    __mapper_args__ = {"polymorphic_identity": "temporary"}


def shown(instance):
    keys = instance.__mapper__.column_attrs.keys()
    return [instance.__class__.__name__, *[getattr(instance, key) for key in keys]]


def written(session, title, objects):
    session.add_all(objects)
    session.flush()
    print(title)
    for instance in objects:
        print("  ", *shown(instance))
    return objects


def items(session):
    written(session, "alike", [Item(name=f"a{i}", n=i) for i in range(4)])
    written(session, "different", [
        Item(name="b1", n=1), Item(name="b2", place="there"), Item(n=None, name="b3"),
        Item(id=50, name="b4"), Item(id=51, name="b5", five=None), Item(name="b6", document=None),
        Item(name="b7", document={"a": 1}, absent=None, summed=3),
        Item(name="b8", upper="b", counted=0, place=None),
    ])
    made = [Item(name=f"c{i}", n=sa.func.abs(-i)) for i in range(2)]
    written(session, "of SQL", [*made, Item(name="c5", n=5)])
    written(session, "one", [Item(name="d1", n=1)])


def keys(session):
    written(session, "a default of the table", [Stale(name="a"), Stale(name="b", n=1)])
    written(session, "known", [Key(id=str(i), name="k") for i in range(3)])
    written(session, "of two columns", [Pair(a=i, b=2, name="p") for i in range(3)])
    made = [Unique(name=f"u{i}") for i in range(3)]
    session.add_all(made)
    session.flush()
    table = Unique.__table__
    found = dict(session.connection().execute(sa.select(table.c.name, table.c.id)).all())
    print("given by a function", [found[item.name] == item.id for item in made])
    made = written(session, "versioned", [Versioned(name=f"v{i}") for i in range(3)])
    for item in made[:2]:
        item.name += "x"
    written(session, "versioned again", made)


def related(session):
    top = Node(name="top", children=[
        Node(name="a"), Node(name="b", children=[Node(name="c"), Node(name="d")]),
    ])
    session.add(top)
    session.flush()
    nodes = session.query(Node).order_by(Node.id)
    print("tree", [(item.id, item.parent_id, item.name) for item in nodes])
    written(session, "empty", [Node(), Node()])
    written(session, "inherited", [
        Person(name="a"), Boss(name="b", car="c"), Temporary(name="t"),
        Temporary(name="t2", agency="x"), Person(name="q"), Chief(name="ch", car="k", hat="h"),
        Boss(name="z"), Chief(name="ci"), Boss(name="y", car="v"), Person(name="w", kind="person"),
    ])


def changed(session):
    held = session.query(Item).order_by(Item.id).all()
    for at, item in enumerate(held):
        item.n = at
        if at % 3 == 0:
            item.five = sa.func.abs(-at)
    session.flush()
    print("changed", [(item.id, item.n, item.five) for item in held])
    held = session.query(Key).order_by(Key.id).all()
    held[1].id = "new"
    for item in held:
        item.name = "changed"
    session.flush()
    print("moved", [item.id for item in held], session.get(Key, "new") is held[1])
    for item in session.query(Boss).order_by(Boss.id):
        item.car, item.name = "n", "u"
    session.flush()
    session.delete(held[0])
    session.add_all([Key(id="0", name="again"), Key(id="k9", name="last")])
    session.flush()
    session.bulk_update_mappings(Item, [{"id": item.id, "n": 7} for item in session.query(Item)])
    session.bulk_update_mappings(Boss, [{"id": 2, "car": "bulk", "name": "m"}])


def failing(session):
    for title, objects in [
        ("twice", [Item(id=70, name="e1"), Item(id=71, name="e2"), Item(id=70, name="e3")]),
        ("same name", [Item(name="f1"), Item(name="f2"), Item(name="f1")]),
    ]:
        try:
            with session.begin_nested():
                session.add_all(objects)
                session.flush()
        except sa.exc.IntegrityError as error:
            print(title, type(error.orig).__name__, [item in session for item in objects])
        print("  ", [item.id for item in objects])


def told(session):
    """What listeners hear of objects that are written together."""
    lines = []

    def before(mapper, connection, target):
        lines.append(("before", target.name, target.id))
        target.n = len(target.name)

    def after(mapper, connection, target):
        lines.append(("after", target.name, target.id is None, target.n))

    event.listen(Stale, "before_insert", before)
    event.listen(Stale, "after_insert", after)
    session.add_all([Stale(name="one"), Stale(name="three")])
    session.flush()
    event.remove(Stale, "before_insert", before)
    event.remove(Stale, "after_insert", after)
    print("told", lines)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    op.drop_table("stale")
    op.create_table(
        "stale", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)),
        sa.Column("n", sa.Integer, server_default="7"),
    )
    session = Session(bind)
    statements = []

    def listener(connection, cursor, statement, parameters, context, executemany):
        # Keys that the client makes go out together, in one statement or with one for all.
        if statement.startswith("INSERT") and "unique_id" not in statement:
            statements.append(statement)

    if bind.dialect.name == "sqlite":
        event.listen(bind, "before_cursor_execute", listener)
    items(session)
    keys(session)
    related(session)
    changed(session)
    failing(session)
    told(session)
    session.commit()
    if bind.dialect.name == "sqlite":
        event.remove(bind, "before_cursor_execute", listener)
    for statement in statements:
        print(statement)


def downgrade():
    Base.metadata.drop_all(op.get_bind())
