"""sessions with a database for each class"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "b001"
down_revision = None

Base = declarative_base()


class Here(Base):
    __tablename__ = "here"
    id = sa.Column(sa.Integer, primary_key=True)


class There(Base):
    __tablename__ = "there"
    id = sa.Column(sa.Integer, primary_key=True)


def tried(title, function):
    try:
        print(title, function())
    except Exception as error:
        print(title, type(error).__name__, error)


def upgrade():
    bind, other = op.get_bind(), sa.create_engine("sqlite://")
    Base.metadata.create_all(bind)
    Base.metadata.create_all(other)
    one = Session(binds={Here: bind, There: bind})
    one.add(Here())
    tried("one database", lambda: (one.query(Here).count(), one.query(There).count()))
    two = Session(binds={Here: bind, There: other})
    two.add_all([Here(), There()])
    tried("two databases", lambda: (two.query(Here).count(), two.query(There).count()))


def downgrade():
    Base.metadata.drop_all(op.get_bind())
