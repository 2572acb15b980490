import datetime
import enum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql import quoted_name


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(column_0_label)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    })


class Kind(enum.Enum):
    member = 1
    guest = 2


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(30), index=True)
    kind: Mapped[Kind]
    price = mapped_column(sa.Numeric(10, 2), server_default="1.5")
    doc = mapped_column(sa.JSON)
    note = mapped_column(sa.Text, server_default="it's")
    at: Mapped[datetime.datetime] = mapped_column(server_default=sa.func.now())
    upper = mapped_column(sa.String(30), sa.Computed("upper(name)", persisted=True))
    is_active: Mapped[bool]
    __table_args__ = (
        sa.CheckConstraint("price > 0", name="positive"),
        sa.Index("ix_lower", sa.text("lower(name)")),
        sa.UniqueConstraint("name", "kind", name="uq_name"),
    )


class Post(Base):
    __tablename__ = "posts"

    id = mapped_column(sa.Integer, primary_key=True)
    user_id = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False)


class Money(sa.types.TypeDecorator):
    impl = sa.Numeric
    cache_ok = True

    def __init__(self, precision=10, scale=2):
        super().__init__(precision, scale)


class Guid(sa.types.TypeDecorator):
    impl = sa.CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        is_known = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.UUID() if is_known else sa.CHAR(32))


class Level(sa.Enum):
    pass


class Label(Base):
    __tablename__ = "labels"

    id = mapped_column(sa.Integer, primary_key=True, key="number")
    parent_id = mapped_column(sa.ForeignKey("labels.number"), key="parent")
    share = mapped_column(sa.String(9), server_default="50%")
    path = mapped_column(sa.String(9), server_default=sa.text(r"'a\:b'"))
    price = mapped_column(Money(12, 4))
    guid = mapped_column(Guid)
    level = mapped_column(Level("low", "high", name="level"))
    count = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"))
    is_sure = mapped_column(sa.Boolean(create_constraint=True, name="sure"))
    name = mapped_column(quoted_name("Name", True), sa.String(9))
    age = mapped_column(sa.Interval)
    draft = mapped_column(sa.Integer, info={"skip": True, "by": object()})
    __table_args__ = (
        sa.CheckConstraint("share LIKE '%x'", name="like"),
        sa.Index("ix_left_out", "share", info={"skip": True}),
    )


sa.Index("ix_sum", Label.__table__.c.number + Label.__table__.c.parent)
sa.Table("drafts", Base.metadata, sa.Column("id", sa.Integer), info={"skip": True})
