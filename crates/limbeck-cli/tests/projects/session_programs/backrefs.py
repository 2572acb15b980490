"""Objects that use what `backref=` gives their class before anything else has looked for it."""
import sqlalchemy as sa
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, MappedAsDataclass, Session, declarative_base, mapped_column, registry,
    relationship,
)


def models(Base, own=None, *bases):
    class Item(*bases, Base):
        __tablename__ = "item"
        id = sa.Column(sa.Integer, primary_key=True)
        name = sa.Column(sa.String)
        if own:
            __init__ = own

    class Sub(*bases, Base):
        __tablename__ = "sub"
        id = sa.Column(sa.Integer, primary_key=True)
        item_id = sa.Column(sa.ForeignKey("item.id"))
        item = relationship(Item, backref="subs")
    return Item, Sub


def check(label, classes, make):
    engine = sa.create_engine("sqlite://")
    classes[0].metadata.create_all(engine)
    with Session(engine) as session:
        session.add(make(*classes))
        session.commit()
        rows = sa.text("SELECT item.name, sub.item_id FROM item JOIN sub ON item.id = sub.item_id")
        print(label, session.execute(rows).all())


def named(self, name, subs):
    self.name = name
    self.subs = subs


class Free:
    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)


class Newer(DeclarativeBase):
    pass


def step_by_step(Item, Sub):
    made = Item()
    made.name = "step"
    made.subs.append(Sub())
    return made


check("keywords", models(declarative_base()), lambda I, S: I(name="a", subs=[S(), S()]))
check("newer base", models(Newer), lambda I, S: I(name="b", subs=[S()]))
check("own __init__", models(declarative_base(), named), lambda I, S: I("c", [S(), S()]))
check("of a mixin", models(declarative_base(), None, Free), lambda I, S: I(name="d", subs=[S()]))
check("of the base", models(declarative_base(cls=Free)), lambda I, S: I(name="e", subs=[S()]))
check("step by step", models(declarative_base()), step_by_step)
check("other side", models(declarative_base()), lambda I, S: S(item=I(name="f")))


class Data(MappedAsDataclass, DeclarativeBase):
    pass


class Item(Data):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(default=None)


class Sub(Data):
    __tablename__ = "sub"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"), init=False)
    item: Mapped[Item] = relationship(backref="subs", init=False)


check("dataclass", (Item, Sub), step_by_step)


def imperative(first, second):
    known = registry()
    item = sa.Table("item", known.metadata, sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("name", sa.String))
    sub = sa.Table("sub", known.metadata, sa.Column("id", sa.Integer, primary_key=True),
                   sa.Column("item_id", sa.ForeignKey("item.id")))
    known.map_imperatively(first, item)
    known.map_imperatively(second, sub, properties={"item": relationship(first, backref="subs")})
    first.metadata = known.metadata
    return first, second


class Plain:
    def __init__(self):
        self.subs = []


class Bare:
    pass


class Part:
    pass


class Piece:
    pass


check("imperative", imperative(Plain, Part), step_by_step)
check("imperative, bare", imperative(Bare, Piece), step_by_step)


# A class that has been used already gets the attribute as well.
Base = declarative_base()


class Known(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


Known(name="first")
print(sa.select(Known).whereclause)


class Later(Base):
    __tablename__ = "sub"
    id = sa.Column(sa.Integer, primary_key=True)
    item_id = sa.Column(sa.ForeignKey("item.id"))
    item = relationship(Known, backref="subs")


check("known before", (Known, Later), lambda I, S: I(name="g", subs=[S()]))
