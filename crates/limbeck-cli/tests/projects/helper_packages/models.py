"""Models of a project with helpers."""
import helpers  # noqa
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String
from sqlalchemy.orm import configure_mappers, declarative_base, relationship

Base = declarative_base()


class Place(Base):
    __tablename__ = "place"
    __versioned__ = {}
    id = Column(Integer, primary_key=True)
    name = Column(String(7), nullable=False)
    size = Column(BigInteger, server_default="3")
    __table_args__ = (Index("ix_place_name", "name"),)


class Way(Base):
    __tablename__ = "way"
    id = Column(Integer, primary_key=True)
    code = Column(String(7), server_default="x")
    length = Column(BigInteger, nullable=False)
    place_id = Column(ForeignKey("place.id"))
    place = relationship(Place, backref="ways")


configure_mappers()
