"""events and values that change in place"""
from typing import List, Optional

import sqlalchemy as sa
from alembic import op
from sqlalchemy import event
from sqlalchemy.ext.mutable import Mutable, MutableComposite, MutableDict, MutableList, MutableSet
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, Session, composite, mapped_column, relationship, sessionmaker

revision = 'bbbb00000007'
down_revision = 'bbbb00000006'
branch_labels = None
depends_on = None


class Word(Mutable):
    def __init__(self, text):
        self.text = text

    def put(self, text):
        self.text = text
        self.changed()

    @classmethod
    def coerce(cls, key, value):
        return value if isinstance(value, cls) or value is None else cls(value)


class WordType(sa.TypeDecorator):
    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else value.text

    def process_result_value(self, value, dialect):
        return None if value is None else Word(value)


Word.associate_with(WordType)


class Place(MutableComposite):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __setattr__(self, key, value):
        object.__setattr__(self, key, value)
        self.changed()

    def __composite_values__(self):
        return self.x, self.y

    def __eq__(self, other):
        return isinstance(other, Place) and (self.x, self.y) == (other.x, other.y)


class Base(DeclarativeBase):
    pass


class Mixin:
    shared = sa.Column(MutableList.as_mutable(sa.JSON))


class Thing(Mixin, Base):
    __tablename__ = "mutable_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="thing")
    facts: Mapped[dict] = mapped_column(MutableDict.as_mutable(sa.JSON), default=dict)
    items = sa.Column(MutableList.as_mutable(sa.JSON))
    several = sa.Column(MutableSet.as_mutable(sa.PickleType))
    word = sa.Column(WordType)
    x = sa.Column(sa.Integer)
    y = sa.Column(sa.Integer)
    plain = sa.Column(sa.JSON)
    place = composite(Place, x, y)
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "thing"}


class Other(Thing):
    extra: Mapped[Optional[str]]
    __mapper_args__ = {"polymorphic_identity": "other"}


def mutable(session, note):
    def rows():
        session.flush()
        note([tuple(row) for row in session.execute(sa.text("SELECT id, facts, items, word, x, y, shared, plain FROM mutable_thing ORDER BY id"))])

    one = Thing(facts={"k": 1}, items=[1], several={1, 2}, word="x", shared=[1], plain={"p": 1})
    one.place = Place(1, 2)
    two = Other(items=[], extra="q")
    session.add_all([one, two])
    session.commit()
    note(*[type(value).__name__ for value in (one.facts, two.facts, one.items, one.shared, one.several)], two.word)
    one.facts["z"] = 2
    one.items.append(5)
    one.items += [6]
    one.several.add(9)
    one.word.put("new")
    one.shared.append(3)
    two.facts["w"] = 1
    two.items.extend([1, 2])
    one.plain["lost"] = 1
    note(len(session.dirty))
    rows()
    one.place.x = 77
    rows()
    one.facts.update(q=1)
    del one.facts["k"]
    one.items.sort(reverse=True)
    session.commit()
    rows()
    note(sorted(one.several), one.place.x, one.place.y)
    one.facts = {"new": 1}
    one.facts.setdefault("s", 2)
    one.facts.pop("new")
    session.commit()
    two = session.query(Other).one()
    two.facts |= {"or": 1}
    session.commit()
    note(one.facts, two.facts)
    try:
        one.facts = 5
    except ValueError as error:
        note(error)
    session.refresh(one)
    one.facts["r"] = 1
    session.flush()
    before, one.facts = one.facts, None
    before["gone"] = 1
    session.commit()
    rows()
    found = session.merge(Thing(id=one.id, facts={"m": 1}))
    found.facts["m2"] = 2
    session.commit()
    rows()


class Stamped:
    stamp = sa.Column(sa.Integer)


log = []


@event.listens_for(Stamped, "before_insert", propagate=True)
def stamp(mapper, connection, target):
    target.stamp = 1
    log.append("stamp " + type(target).__name__)


@event.listens_for(Stamped, "before_update", propagate=True)
def stamp_again(mapper, connection, target):
    target.stamp += 1
    log.append("stamp again " + type(target).__name__)


@event.listens_for(Base, "load", propagate=True)
def loaded(target, context):
    log.append("load " + type(target).__name__)


@event.listens_for(Base, "init", propagate=True)
def made(target, args, kwargs):
    log.append("init " + type(target).__name__)
    if hasattr(type(target), "name"):
        kwargs.setdefault("name", "given")


class Parent(Stamped, Base):
    __tablename__ = "event_parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="parent")
    children: Mapped[List["Child"]] = relationship(back_populates="parent", cascade="all, delete-orphan")
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "parent"}


class Special(Parent):
    __mapper_args__ = {"polymorphic_identity": "special"}


class Child(Base):
    __tablename__ = "event_child"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Optional[str]]
    parent_id: Mapped[Optional[int]] = mapped_column(sa.ForeignKey("event_parent.id"))
    parent: Mapped[Optional[Parent]] = relationship(back_populates="children")


class Audit(Base):
    __tablename__ = "event_audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Optional[str]]


class OwnSession(Session):
    pass


def inserted(mapper, connection, target):
    log.append("inserted")
    connection.execute(Audit.__table__.insert().values(name=f"insert {target.id}"))


def upper(target, value, oldvalue, initiator):
    log.append(f"set {value}")
    return value.upper()


def audit(session, context, instances):
    for item in list(session.dirty):
        if isinstance(item, Parent):
            session.add(Audit(name="dirty " + item.name))


def listen(maker):
    event.listen(Mapper, "after_delete", lambda mapper, connection, target: log.append("mapper"))
    event.listen(Parent, "after_insert", inserted)
    event.listen(Parent, "after_update", lambda *args: log.append("updated"))
    event.listen(Child, "before_delete", lambda *args: log.append("before delete"))
    event.listen(Child, "after_delete", lambda *args: log.append("after delete"))
    event.listen(Parent.name, "set", upper, retval=True, propagate=True)
    event.listen(Parent.children, "append", lambda *args: log.append("append"))
    event.listen(Parent.children, "remove", lambda *args: log.append("remove"))
    event.listen(Child.parent, "set", lambda *args: log.append("set parent"))
    event.listen(maker, "before_flush", lambda session, context, instances: log.append(("flush", len(session.new), len(session.dirty), len(session.deleted))))
    event.listen(OwnSession, "after_flush", lambda session, context: log.append("after flush"))
    event.listen(OwnSession, "after_flush_postexec", lambda session, context: log.append("after all"))
    event.listen(OwnSession, "before_flush", audit)
    for name in ("before_commit", "after_commit", "transient_to_pending", "before_attach", "after_attach", "loaded_as_persistent"):
        event.listen(OwnSession, name, lambda session, *args, name=name: log.append(" ".join([name, *(type(item).__name__ for item in args)])))
    event.listen(OwnSession, "after_begin", lambda *args: log.append("begin"))


def told(maker, note):
    def show(name):
        note(name, log)
        log.clear()

    log.clear()
    session = maker()
    one, two = Parent(name="x"), Special()
    show("made")
    session.add(one)
    session.add(two)
    show("added")
    session.flush()
    show("flushed")
    one.children.append(Child())
    one.children.append(Child())
    show("appended")
    session.flush()
    show("flushed")
    one.name = "new"
    one.children.pop()
    session.commit()
    show("committed")
    session.query(Parent).order_by(Parent.id).all()
    show("read again")
    session.expunge_all()
    found = session.query(Parent).order_by(Parent.id).all()
    show("read")
    note([(item.id, item.stamp, item.name) for item in found])
    session.delete(found[0])
    session.flush()
    show("deleted")

    @event.listens_for(session, "before_flush", once=True)
    def once(*args):
        log.append("once")

    for _ in range(2):
        session.add(Audit())
        session.flush()
    show("once")
    event.remove(OwnSession, "before_flush", audit)
    found[1].name = "again"
    session.flush()
    show("removed")
    note(event.contains(OwnSession, "before_flush", audit))
    event.listen(Parent, "before_update", lambda mapper, target, **more: log.append("by name " + target.name), named=True, propagate=True)
    found[1].name = "z"
    session.commit()
    show("by name")
    note(session.execute(sa.text("SELECT name FROM event_audit ORDER BY id")).scalars().all())
    for target, name in ((Parent, "no_such_event"), (session, "no_such_event"), (5, "before_flush")):
        try:
            event.listen(target, name, lambda *args: None)
        except Exception as error:
            note(type(error).__name__)
    session.close()


def upgrade():
    bind = op.get_bind()

    def note(*values):
        line = " ".join(str(value) for value in values)
        bind.execute(sa.text("INSERT INTO log (line) VALUES (:line)"), {"line": line})

    Base.metadata.create_all(bind)
    maker = sessionmaker(bind, class_=OwnSession)
    listen(maker)
    session = Session(bind)
    mutable(session, note)
    session.close()
    told(maker, note)


def downgrade():
    Base.metadata.drop_all(op.get_bind())
