"""Queries of one form after the other: each gives its own rows."""
import sqlalchemy as sa
from sqlalchemy.orm import (Session, aliased, column_property, declarative_base, defer, undefer, load_only, joinedload,
    relationship, selectinload, with_polymorphic, deferred, contains_eager, subqueryload)
Base = declarative_base()


class P(Base):
    __tablename__ = "p"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    name = sa.Column(sa.String)
    boss_id = sa.Column(sa.ForeignKey("p.id"))
    note = deferred(sa.Column(sa.String))
    boss = relationship("P", remote_side=[id], backref="staff")
    cars = relationship("C", backref="owner", order_by="C.id")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "p"}


class M(P):
    __mapper_args__ = {"polymorphic_identity": "m"}


class E(P):
    __mapper_args__ = {"polymorphic_identity": "e"}


class C(Base):
    __tablename__ = "c"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String, default="c")
    label = sa.Column(sa.String)
    p_id = sa.Column(sa.ForeignKey("p.id"))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "c"}


class T(C):
    __tablename__ = "t"
    id = sa.Column(sa.ForeignKey("c.id"), primary_key=True)
    load = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "t"}


class B(C):
    __tablename__ = "b"
    id = sa.Column(sa.ForeignKey("c.id"), primary_key=True)
    load = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "b"}


class P2(Base):
    __table__ = P.__table__
    __mapper_args__ = {"exclude_properties": ["note"]}
P.n_cars = column_property(sa.select(sa.func.count(C.id)).where(C.p_id == P.id).correlate_except(C).scalar_subquery())
engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
Base.metadata.create_all(engine)
with Session(engine) as s:
    ps = [P(id=1, name="a"), M(id=2, name="b", boss_id=1), E(id=3, name="c", boss_id=2, note="n3"), E(id=4, name="d", boss_id=2), M(id=5, name="e", boss_id=1)]
    s.add_all(ps); s.flush()
    s.add_all([C(id=1, label="x", p_id=1), T(id=2, label="y", p_id=2, load=5), B(id=3, label="z", p_id=2, load=9), T(id=4, label="w", p_id=3, load=7)])
    s.commit()


def show(o):
    if isinstance(o, (P, C, P2)):
        return f"{type(o).__name__}{o.id}" + "".join("" if k not in o.__dict__ else f":{k}={o.__dict__[k]}" for k in ("name", "note", "label", "n_cars"))
    if isinstance(o, (tuple, sa.Row)):
        return tuple(show(x) for x in o)
    return o
n = 0


def q(query, s):
    global n
    n += 1
    s.expunge_all()
    try:
        print(n, [show(o) for o in query.all()])
    except Exception as e:
        print(n, type(e).__name__, str(e).splitlines()[0][:90])
for loop in range(2):
  with Session(engine) as s:
    for K in (P, M, E, P2, C, T, B):
        q(s.query(K).order_by(K.id), s)
        q(s.query(K).order_by(K.id.desc()).limit(1), s)
        q(s.query(K).order_by(K.id).limit(2).offset(1), s)
        q(s.query(K.id).order_by(K.id), s)
        q(s.query(sa.func.count(K.id)), s)
        q(s.query(sa.func.max(K.id)), s)
        q(s.query(K).filter(K.id.in_([1, 2])).order_by(K.id), s)
        q(s.query(K).filter(K.id.in_([1, 2, 3])).order_by(K.id), s)
        q(s.query(K).filter(K.id.notin_([1, 2])).order_by(K.id), s)
        q(s.query(K).filter(K.id == 2), s)
        q(s.query(K).filter(K.id != 2).order_by(K.id), s)
        q(s.query(K).filter_by(id=4), s)
        if K in (T, B):
            continue
        x, y = aliased(K), aliased(K, name="y")
        q(s.query(x).order_by(x.id), s)
        q(s.query(y).order_by(y.id), s)
        q(s.query(x, y).filter(x.id < y.id).order_by(x.id, y.id).limit(3), s)
        q(s.query(y, x).filter(x.id < y.id).order_by(x.id, y.id).limit(3), s)
    for v in (None, 1, 2):
        q(s.query(P).filter(P.boss_id == v).order_by(P.id), s)
        q(s.query(P).filter(P.boss_id.is_(v) if v is None else P.boss_id > v).order_by(P.id), s)
    for v in ("a", "b", "%"):
        q(s.query(P).filter(P.name.like(v)).order_by(P.id), s)
        q(s.query(P).filter(P.name.ilike(v + "%")).order_by(P.id), s)
        q(s.query(P).filter(P.name.contains(v)).order_by(P.id), s)
        q(s.query(P).filter(P.name.startswith(v, autoescape=True)).order_by(P.id), s)
    for o in (defer(P.name), undefer(P.note), load_only(P.id), load_only(P.name), joinedload(P.cars), selectinload(P.cars), subqueryload(P.cars), joinedload(P.boss)):
        q(s.query(P).options(o).order_by(P.id), s)
    for j in (P.cars, P.boss, P.staff):
        q(s.query(P).join(j).order_by(P.id) if j is P.cars else s.query(P).filter(P.id > 1).order_by(P.id), s)
        q(s.query(P).filter(j.any() if j is not P.boss else j.has()).order_by(P.id), s)
        q(s.query(P).filter(~(j.any() if j is not P.boss else j.has())).order_by(P.id), s)
    w = with_polymorphic(C, [T, B])
    q(s.query(w).order_by(w.id), s)
    w = with_polymorphic(C, "*")
    q(s.query(w).filter(sa.or_(w.T.load > 5, w.B.load > 5)).order_by(w.id), s)
    w = with_polymorphic(C, [T])
    q(s.query(w).filter(w.T.load > 5).order_by(w.id), s)
    q(s.query(P).join(C).filter(C.label == "y").options(contains_eager(P.cars)), s)
    q(s.query(P).join(C).filter(C.label == "z").options(contains_eager(P.cars)), s)
    q(s.query(P.name, C.label).join(C, C.p_id == P.id).order_by(C.id), s)
    q(s.query(P.name, C.label).outerjoin(C, C.p_id == P.id).order_by(P.id, C.id), s)
    q(s.query(P, C).join(C, C.p_id == P.id).order_by(C.id), s)
    q(s.query(C, P).join(P, C.p_id == P.id).order_by(C.id), s)
    q(s.query(P.kind, sa.func.count()).group_by(P.kind).order_by(P.kind), s)
    q(s.query(P.kind, sa.func.count()).group_by(P.kind).having(sa.func.count() > 1).order_by(P.kind), s)
    q(s.query(P.kind).distinct().order_by(P.kind), s)
    for label in ("one", "two"):
        q(s.query(P.id.label(label)).order_by(label), s)
    q(s.query(sa.literal(1), P.id).order_by(P.id).limit(1), s)
    q(s.query(sa.literal(2), P.id).order_by(P.id).limit(1), s)
    q(s.query(sa.case((P.id > 2, "hi"), else_="lo")).order_by(P.id), s)
    q(s.query(sa.case((P.id > 3, "hi"), else_="lo")).order_by(P.id), s)
    q(s.query(sa.case((P.id > 3, "HI"), else_="LO")).order_by(P.id), s)
    q(s.query(sa.cast(P.id, sa.String)).order_by(P.id).limit(1), s)
    q(s.query(sa.cast(P.id, sa.Float)).order_by(P.id).limit(1), s)
    sub = s.query(C.p_id, sa.func.count().label("k")).group_by(C.p_id).subquery()
    q(s.query(P.id, sub.c.k).join(sub, sub.c.p_id == P.id).order_by(P.id), s)
    sub = s.query(C.p_id, sa.func.max(C.id).label("k")).group_by(C.p_id).subquery()
    q(s.query(P.id, sub.c.k).join(sub, sub.c.p_id == P.id).order_by(P.id), s)
    q(s.query(P).filter(P.id == 1).union(s.query(P).filter(P.id == 3)).order_by(P.id), s)
    q(s.query(P).filter(P.id == 1).union_all(s.query(P).filter(P.id == 2)).order_by(P.id), s)
    print([show(s.get(K, i)) if s.get(K, i) is not None else None for K in (P, M, E, C, T, B, P2) for i in (1, 2, 3)])
    q(s.query(P).select_from(C).join(C.owner).order_by(C.id), s)
    q(s.query(C).select_from(P).join(P.cars).order_by(C.id), s)
    q(s.query(P).with_entities(P.id).order_by(P.id), s)
    q(s.query(P).with_entities(P.name).order_by(P.id), s)
    q(s.query(P).where(sa.exists().where(C.p_id == P.id)).order_by(P.id), s)
    q(s.query(P).where(~sa.exists().where(C.p_id == P.id)).order_by(P.id), s)
    q(s.query(sa.func.row_number().over(order_by=P.id), P.id).order_by(P.id), s)
    q(s.query(sa.func.row_number().over(order_by=P.id.desc()), P.id).order_by(P.id), s)
    q(s.query(sa.func.row_number().over(partition_by=P.kind, order_by=P.id), P.id).order_by(P.id), s)
    print(s.query(P).count(), s.query(M).count(), s.query(P).filter(P.id > 2).count(), s.query(E).filter(E.id > 3).count(), s.query(s.query(P).filter(P.id > 9).exists()).scalar(), s.query(s.query(P).filter(P.id > 3).exists()).scalar())
