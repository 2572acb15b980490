import datetime
import enum

from sqlalchemy import (
    JSON, Boolean, CheckConstraint, Column, DateTime, Enum, ForeignKey, Index, Integer, MetaData,
    Numeric, String, Table, Text, UniqueConstraint, func, text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    })


class Kind(enum.Enum):
    a = "A"
    b = "B"


class Stamped:
    created: Mapped[datetime.datetime] = mapped_column(server_default=func.now())


class Author(Stamped, Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
    mail: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[Kind] = mapped_column(default=Kind.a)
    books: Mapped[list["Book"]] = relationship(back_populates="author")


class Book(Stamped, Base):
    __tablename__ = "book"
    __table_args__ = (
        UniqueConstraint("title", "author_id"),
        CheckConstraint("price >= 0", name="price"),
        Index("ix_book_price_title", "price", "title", unique=True),
    )
    id = Column(Integer, primary_key=True)
    title = Column(String(100), nullable=False)
    price = Column(Numeric(10, 2), server_default="0")
    note = Column(Text, server_default=text("'none'"))
    is_new = Column(Boolean, server_default=text("1"), nullable=False)
    more = Column(JSON)
    author_id = Column(ForeignKey("author.id", ondelete="CASCADE"), nullable=False)
    author = relationship(Author, back_populates="books")


tags = Table(
    "book_tag", Base.metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("tag", String(20), primary_key=True),
)
