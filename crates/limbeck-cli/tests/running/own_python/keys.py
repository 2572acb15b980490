import datetime
from typing import Optional

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


@compiles(sa.BigInteger, "sqlite")
def whole_number(type_, compiler, **options):
    return "INTEGER"


class Score(sa.types.TypeDecorator):
    impl = sa.Float
    cache_ok = True


@compiles(Score)
def score(type_, compiler, **options):
    return "REAL"


class Base(DeclarativeBase):
    pass


class Key(Base):
    __tablename__ = "keys"

    id: Mapped[Optional[int]] = mapped_column(primary_key=True)
    said: Mapped[Optional[int]] = mapped_column(primary_key=True, nullable=True)
    at: Mapped[Optional[datetime.datetime]] = mapped_column(
        sa.DateTime().with_variant(sqlite.DATETIME(), "sqlite")
    )
    count = mapped_column(sa.BigInteger)
    total = mapped_column(sa.Numeric().with_variant(sa.BigInteger(), "sqlite"))
    score = mapped_column(Score)
