import datetime

from sqlalchemy import (
    BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, Numeric, String, Text,
    UniqueConstraint, func, text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    })


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    mail: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(1))
    created: Mapped[datetime.datetime | None] = mapped_column(server_default=func.now())
    age: Mapped[int] = mapped_column(server_default="18")


class Book(Base):
    __tablename__ = "book"
    __table_args__ = (Index("ix_book_price_title", "title", "price"),)
    id = Column(Integer, primary_key=True)
    title = Column(String(100), nullable=False)
    price = Column(Numeric(12, 4), server_default="1")
    note = Column(Text)
    created = Column(BigInteger)
    is_new = Column(Boolean, server_default=text("1"), nullable=False)
    author_id = Column(ForeignKey("author.id", ondelete="CASCADE"))
    editor_id = Column(ForeignKey("author.id", name="editor"))


class Shelf(Base):
    __tablename__ = "shelf"
    id: Mapped[int | None] = mapped_column(primary_key=True)
    room: Mapped[str | None] = mapped_column(String(5), primary_key=True)
    place: Mapped[str | None]
