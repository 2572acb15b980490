"""Parents, children and a database for both."""
import sqlalchemy as sa
from sqlalchemy.orm import declarative_base, relationship, sessionmaker
Base = declarative_base()


class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
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
