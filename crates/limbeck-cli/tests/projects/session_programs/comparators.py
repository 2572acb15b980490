"""Types of a script's own that have a say in what operators mean."""
import operator

import sqlalchemy as sa
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.sql import operators


class AnyCase(sa.String):
    """Compares by one method."""

    class Comparator(sa.String.Comparator):
        def __eq__(self, other):
            return sa.func.lower(self.expr) == sa.func.lower(other)

        def in_(self, other):
            return sa.func.lower(self.expr).in_([value.lower() for value in other])

    comparator_factory = Comparator


class Shifted(sa.TypeDecorator):
    """Compares by all operators at once."""

    impl = sa.Integer
    cache_ok = True

    class comparator_factory(sa.TypeDecorator.Comparator):
        def operate(self, op, *other, **kwargs):
            if op is operator.eq or op is operators.gt:
                other = [value + 1 for value in other]
            return super().operate(op, *other, **kwargs)


class Folded(sa.String):
    """Compares as the operator does, of other operands."""

    class Comparator(sa.String.Comparator):
        def operate(self, op, other, **kwargs):
            return op(sa.func.upper(self.expr), sa.func.upper(other), **kwargs)

    comparator_factory = Comparator


class Added(sa.Integer):
    """Adds an operator, and leaves the others as they are."""

    class Comparator(sa.Integer.Comparator):
        def plus(self, other):
            return self.expr + other

    comparator_factory = Comparator


Base = declarative_base()


class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(AnyCase)
    number = sa.Column(Shifted)
    code = sa.Column(Folded)
    total = sa.Column(Added)


engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
Base.metadata.create_all(engine)
item = Item.__table__
with engine.begin() as connection:
    connection.execute(item.insert(), [
        {"name": "Ann", "number": 1, "code": "aB", "total": 5},
        {"name": "BOB", "number": 2, "code": "CD", "total": 6},
        {"name": "cy", "number": 3, "code": "ef", "total": 7},
    ])

conditions = [
    item.c.name == "ANN", item.c.name != "Ann", item.c.name.in_(["bob", "CY"]),
    item.c.name.like("B%"), item.c.name == None, "BOB" == item.c.name,
    item.c.number == 1, item.c.number > 1, item.c.number < 2, item.c.number.is_(None),
    item.c.number.in_([1]), item.c.number + 1 == 2,
    item.c.code == "ab", item.c.code.like("c%"), item.c.code > "CD", item.c.code.startswith("e"),
    item.c.total.plus(1) == 7, item.c.total == 5, item.c.total >= 6,
    Item.name == "aNN", Item.number == 2, Item.code != "AB", Item.total.plus(2) > 7,
    Item.name.label("n") == "BOB", sa.not_(item.c.name == "ann"),
]
with Session(engine) as session:
    for condition in conditions:
        rows = session.scalars(sa.select(Item.id).where(condition).order_by(Item.id)).all()
        print(condition, rows)
    changed = session.query(Item).filter(Item.name == "CY").update(
        {"total": 9}, synchronize_session=False
    )
    print(changed, session.query(Item.total).order_by(Item.id).all())
