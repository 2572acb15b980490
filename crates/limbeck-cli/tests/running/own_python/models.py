import datetime
import enum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


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
