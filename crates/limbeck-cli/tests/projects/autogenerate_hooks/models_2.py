from sqlalchemy import CheckConstraint, Column, Integer, Numeric, String
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import TypeDecorator, UserDefinedType

Base = declarative_base()


class Money(TypeDecorator):
    impl = Numeric(12, 2)
    cache_ok = True

    def __init__(self, digits=2):
        super().__init__()
        self.digits = digits


class Point(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "POINT"


class Order(Base):
    __tablename__ = "order"
    __table_args__ = (CheckConstraint("total > 0", name="positive"),)
    note = Column(String(30), server_default="+")
    total = Column(Money(3), nullable=False)
    place = Column(Point())
    id = Column(Integer, primary_key=True)
    secret = Column(String(5), info={"skip": True})
    amount = Column(Money(), nullable=False, server_default="1")
    ignored = Column(Integer, info={"skip": True})
