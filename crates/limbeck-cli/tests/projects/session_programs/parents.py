"""Children whose parent is told or not, in sessions that know it or not."""
import sqlalchemy as sa
from sqlalchemy.orm import declarative_base, relationship, sessionmaker
Base = declarative_base()


class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    kids = relationship("B", back_populates="parent", cascade="all, delete-orphan")


class B(Base):
    __tablename__ = "b"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    a_id = sa.Column(sa.ForeignKey("a.id"))
    parent = relationship("A", back_populates="kids")
engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
Base.metadata.create_all(engine)
S = sessionmaker(engine)


def rows(s, t):
    print(t, s.connection().exec_driver_sql("SELECT id, name, a_id FROM b ORDER BY id").all())
s = S()
a = A(id=1)
a.kids.append(B(id=1, name="1"))
a.kids.append(B(id=2, name="2"))
a.kids.append(B(id=3, name="3"))
s.add(a)
s.commit()
b = s.get(B, 1)
b.parent = None
s.flush()
rows(s, "unloaded")
s.rollback()
b = s.get(B, 1)
b.name = "x"
s.flush()
rows(s, "after rollback")
s.commit()
b = s.get(B, 1)
b.parent
b.parent = None
s.flush()
rows(s, "parent loaded")
s.rollback()
a = s.get(A, 1)
a.kids
b = s.get(B, 2)
b.parent = None
s.flush()
rows(s, "kids loaded")
s.rollback()
s.close()
s = S()
b = s.get(B, 3)
b.parent = None
s.commit()
rows(s, "fresh session, unloaded")
s.close()
s = S()
b = s.get(B, 2)
b.parent
b.parent = None
s.commit()
rows(s, "fresh session, parent loaded")
s.close()
s = S()
b = s.get(B, 1)
a2 = A(id=2)
s.add(a2)
b.parent = a2
s.commit()
rows(s, "moved")
s.close()
s = S()
b = s.get(B, 1)
b.a_id = None
s.commit()
rows(s, "by key")
