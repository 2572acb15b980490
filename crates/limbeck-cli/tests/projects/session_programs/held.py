"""What was read goes with its last use: nobody has to look for it among cycles of objects."""
import gc
import weakref

import sqlalchemy as sa
from sqlalchemy.orm import Session, declarative_base

gc.disable()
Base = declarative_base()


class Value:
    def __init__(self, number):
        self.number = number


class Wrapped(sa.TypeDecorator):
    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return getattr(value, "number", value)

    def process_result_value(self, value, dialect):
        return Value(value)


class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    value = sa.Column(Wrapped)


engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
Base.metadata.create_all(engine)
item = Item.__table__
with engine.begin() as connection:
    connection.execute(item.insert(), [{"id": number, "value": number} for number in range(1, 11)])


def check(label, read):
    """Tells how many values live on after what was read is gone."""
    found = [weakref.ref(value) for value in read()]
    print(label, len(found), sum(one() is not None for one in found))


def of_session(change):
    with Session(engine) as session:
        objects = session.query(Item).all()
        found = [one.value for one in objects]
        if change:
            for one in objects:
                one.value = Value(one.id)
            session.commit()
        return found


connection = engine.connect()
query = sa.select(item.c.id, item.c.value)
check("rows", lambda: [row.value for row in connection.execute(query)])
check("all", lambda: [row[1] for row in connection.execute(query).all()])
check("first", lambda: [connection.execute(query).first().value])
check("not read to the end", lambda: [next(connection.execute(query)).value])
check("scalars", lambda: connection.execute(sa.select(item.c.value)).scalars().all())
check("mappings", lambda: [row["value"] for row in connection.execute(query).mappings()])
check("aliased", lambda: connection.scalars(sa.select(query.subquery().c.value)).all())
check("labelled", lambda: connection.scalars(sa.select(item.c.value.label("v"))).all())
connection.close()
check("objects", lambda: of_session(False))
check("changed objects", lambda: of_session(True))
