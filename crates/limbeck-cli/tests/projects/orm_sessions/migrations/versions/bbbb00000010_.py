"""what queries refuse, join once, and read of subclasses"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import (
    Session, declarative_base, joinedload, raiseload, relationship, selectinload, with_polymorphic,
)

revision = "bbbb00000010"
down_revision = "bbbb00000009"

Base = declarative_base()


class Shelf(Base):
    __tablename__ = "shelf"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))
    books = relationship("Book", back_populates="shelf", order_by="Book.id")
    unread = relationship("Book", lazy="raise", viewonly=True)


class Book(Base):
    __tablename__ = "book"
    id = sa.Column(sa.Integer, primary_key=True)
    shelf_id = sa.Column(sa.ForeignKey("shelf.id"))
    title = sa.Column(sa.String(20))
    shelf = relationship("Shelf", back_populates="books")


class Thing(Base):
    __tablename__ = "asset"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String(10))
    name = sa.Column(sa.String(10))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "asset"}


class Car(Thing):
    __tablename__ = "car"
    id = sa.Column(sa.ForeignKey("asset.id"), primary_key=True)
    wheels = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "car"}


class Cup(Thing):
    colour = sa.Column(sa.String(10))
    __mapper_args__ = {"polymorphic_identity": "cup"}


def tried(title, function):
    try:
        print(title, function())
    except Exception as error:
        print(title, type(error).__name__, str(error).splitlines()[0])


def raising(session):
    shelves = session.query(Shelf).order_by(Shelf.id)
    books = session.query(Book).order_by(Book.id)
    tried("raiseload", lambda: shelves.options(raiseload(Shelf.books)).first().books)
    session.expunge_all()
    tried("read", lambda: len(shelves.first().books))
    tried("lazy=raise", lambda: shelves.first().unread)
    session.expunge_all()
    tried("raiseload *", lambda: shelves.options(raiseload("*")).first().books)
    session.expunge_all()
    option = raiseload(Book.shelf, sql_only=True)
    tried("sql_only", lambda: books.options(option).first().shelf)
    session.expunge_all()
    shelf = shelves.first()
    tried("sql_only, known", lambda: books.options(option).first().shelf is shelf)
    session.expunge_all()
    nested = selectinload(Shelf.books).raiseload(Book.shelf)
    tried("nested", lambda: shelves.options(nested).first().books[0].shelf)
    session.expunge_all()
    tried("joined", lambda: shelves.options(joinedload(Shelf.books)).first().books[0].shelf.name)


def joined(session):
    twice = session.query(Shelf.name).join(Shelf.books).join(Shelf.books)
    tried("twice", lambda: twice.filter(Book.title == "b").all())
    tried("twice, outer", lambda: sorted(
        session.query(Shelf.name, Book.title).join(Shelf.books).outerjoin(Shelf.books).all()))
    tried("twice in select", lambda: session.execute(
        sa.select(Shelf.name, Book.title).join(Shelf.books).join(Shelf.books).order_by(Book.id)
    ).all())


def refused(session):
    tried("update of a column", lambda: session.query(Shelf.name).update({"name": "lost"}))
    tried("delete of a column", lambda: session.query(Shelf.name).delete())
    tried("names", lambda: [shelf.name for shelf in session.query(Shelf).order_by(Shelf.id)])


def polymorphic(session):
    things = with_polymorphic(Thing, [Car, Cup])
    tried("subclasses", lambda: [
        (type(item).__name__, item.name) for item in session.query(things).filter(
            sa.or_(things.Car.wheels == 4, things.Cup.colour == "red")
        ).order_by(things.id)
    ])
    every = with_polymorphic(Thing, "*")
    tried("all subclasses", lambda: [
        (item.name, getattr(item, "wheels", None)) for item in session.scalars(
            sa.select(every).where(sa.or_(every.Car.wheels.is_(None), every.Car.wheels < 4))
            .order_by(every.name))
    ])


def statements(connection):
    table = sa.table("shelf", sa.column("id", sa.Integer), sa.column("d", sa.JSON))
    tried("str", lambda: (str(sa.insert(Shelf)), str(sa.insert(Shelf).values(name="s")),
                          str(sa.insert(table).values(d={"a": 1}))))
    shelf = Shelf.__table__
    result = connection.execute(shelf.insert().values([{"name": "s"}, {"name": "t"}]))
    tried("keys of several rows", lambda: result.inserted_primary_key)


def upgrade():
    connection = op.get_bind()
    Base.metadata.create_all(connection)
    session = Session(connection)
    session.add_all([
        Shelf(name="x", books=[Book(title="a"), Book(title="b")]),
        Shelf(name="y", books=[Book(title="c")]),
        Thing(name="t"), Car(name="c4", wheels=4), Car(name="c3", wheels=3),
        Cup(name="red", colour="red"), Cup(name="blue", colour="blue"),
    ])
    session.commit()
    session.expunge_all()
    for check in (raising, joined, refused, polymorphic):
        check(session)
        session.expunge_all()
    session.close()
    statements(connection)


def downgrade():
    Base.metadata.drop_all(op.get_bind())
