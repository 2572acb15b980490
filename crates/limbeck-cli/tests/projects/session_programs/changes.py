"""What a session tells its database of its objects, whichever way they change."""
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import (Session, backref, composite, declarative_base, relationship, synonym, validates,
    attributes, make_transient, object_session, sessionmaker, column_property)
Base = declarative_base()


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __composite_values__(self):
        return self.x, self.y
    def __eq__(self, o):
        return isinstance(o, Point) and (o.x, o.y) == (self.x, self.y)
    def __ne__(self, o):
        return not self == o


class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    _name = sa.Column("name", sa.String)
    n = sa.Column(sa.Integer, default=0)
    data = sa.Column(MutableDict.as_mutable(sa.JSON))
    items = sa.Column(MutableList.as_mutable(sa.JSON))
    raw = sa.Column(sa.JSON)
    px = sa.Column(sa.Integer)
    py = sa.Column(sa.Integer)
    seen = sa.Column(sa.Integer, default=0, onupdate=lambda: 77)
    point = composite(Point, px, py)
    nn = synonym("n")
    @hybrid_property
    def name(self):
        return self._name
    @name.setter
    def name(self, v):
        self._name = v and v.upper()
    @validates("n")
    def check(self, key, v):
        if v == 5: self.raw = {"v": 5}
        return v
    kids = relationship("B", back_populates="parent", cascade="all, delete-orphan")
    kid_names = association_proxy("kids", "name", creator=lambda n: B(name=n))


class B(Base):
    __tablename__ = "b"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    a_id = sa.Column(sa.ForeignKey("a.id"))
    parent = relationship("A", back_populates="kids")
engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
Base.metadata.create_all(engine)


def rows(s, tag):
    print(tag, s.connection().exec_driver_sql("SELECT id, name, n, data, items, raw, px, py, seen FROM a ORDER BY id").all(),
          s.connection().exec_driver_sql("SELECT id, name, a_id FROM b ORDER BY id").all())
S = sessionmaker(engine)
s = S()
a = A(id=1, name="x", data={"k": 1}, items=[1], raw={"r": 1}, px=1, py=2)
s.add(a)
s.commit()
rows(s, "new")
a.name = "y"
s.flush()
rows(s, "hybrid")
a.nn = 9
s.flush()
rows(s, "synonym")
a.data["k"] = 2
s.flush()
rows(s, "mutdict")
a.data.update(z=[1])
a.items.append(3)
s.commit()
rows(s, "mut2")
a.items[0] = 8
a.data.pop("k")
s.commit()
rows(s, "mut3")
a.raw["r"] = 2
s.commit()
rows(s, "json in place")
a.raw["r"] = 3
attributes.flag_modified(a, "raw")
s.commit()
rows(s, "flag")
a.point = Point(5, 6)
s.commit()
rows(s, "composite")
a.n = 5
s.commit()
rows(s, "validator")
a.kid_names.append("k1")
a.kids.append(B(id=50, name="k2"))
s.commit()
rows(s, "kids")
b = s.get(B, 50)
b.name = "moved"
b.parent = None
s.flush()
rows(s, "orphan")
s.rollback()
rows(s, "rolled back")
b = s.get(B, 50)
b.name = "again"
s.flush()
s.rollback()
b.name = "again"
s.commit()
rows(s, "after rollback")
with s.begin_nested() as sp:
    a.n = 100
    s.flush()
    sp.rollback()
rows(s, "nested")
a.n = 101
s.commit()
rows(s, "after nested")
s.expunge(a)
a.n = 102
s.commit()
rows(s, "detached")
s.add(a)
s.commit()
rows(s, "reattached")
m = s.merge(A(id=1, name="merged", n=103))
s.commit()
rows(s, "merge")
s2 = S()
a2 = s2.get(A, 1)
a2.n = 104
s2.commit()
s.expire_all()
print(a.n)
a.n = 105
s.commit()
rows(s, "two")
s2.close()
s.close()
s = S()
@event.listens_for(S, "before_flush")


def before(session, context, instances):
    for o in list(session.dirty):
        if isinstance(o, B):
            o.parent.n = (o.parent.n or 0) + 1
b = s.query(B).filter_by(id=50).one()
b.name = "bf"
s.commit()
rows(s, "before_flush")
event.remove(S, "before_flush", before)
@event.listens_for(B, "before_update")


def bu(mapper, connection, target):
    target.name = target.name + "!"
b.name = "lis"
s.commit()
rows(s, "before_update")
event.remove(B, "before_update", bu)
a = s.get(A, 1)
a.n = 1
s.execute(sa.update(A).values(seen=5))
rows(s, "update autoflush")
a.n = 2
s.commit()
rows(s, "later")
x = a.n
a.n = 3
a.n = x
print(bool(s.dirty), s.is_modified(a))
s.commit()
rows(s, "back")
attributes.set_committed_value(a, "n", 55)
s.commit()
rows(s, "committed value")
setattr(a, "n", 56)
s.commit()
rows(s, "setattr")
for i in range(3):
    a.n += 1
    s.flush()
s.commit()
rows(s, "loop")
k = [B(name=f"n{i}", parent=a) for i in range(2)]
s.commit()
rows(s, "backref add")
a.kids = a.kids[:1]
s.commit()
rows(s, "replace")
a.kids.clear()
s.commit()
rows(s, "clear")
q = s.query(A).with_for_update().first() if False else s.query(A).first()
q.n = 70
print(s.query(A).filter(A.n == 70).count())
s.rollback()
rows(s, "autoflush")
with s.no_autoflush:
    q.n = 71
    print(s.query(A).filter(A.n == 71).count())
s.commit()
rows(s, "no_autoflush")
s.bulk_update_mappings(A, [{"id": 1, "n": 80}])
q.name = "bulk"
s.commit()
rows(s, "bulk")
s.refresh(q)
q.n = 81
s.commit()
rows(s, "refresh")
make_transient(q)
q.id = 2
s.add(q)
s.commit()
rows(s, "transient")
s.delete(s.get(A, 2))
s.flush()
one = s.get(A, 1)
one.n = 90
s.commit()
rows(s, "delete+change")
objs = [A(id=i, n=i) for i in range(10, 14)]
s.add_all(objs)
s.commit()
for o in s.query(A).filter(A.id >= 10).order_by(A.id):
    o.n *= 10
s.commit()
rows(s, "iterate")
for o in s.scalars(sa.select(A).where(A.id >= 10)).unique().all():
    if o.id % 2:
        o.name = str(o.id)
    else:
        s.delete(o)
s.commit()
rows(s, "mixed")
