"""every way in which an object of a session changes

Revision ID: s001
Revises:
Create Date: 2026-01-05 00:00:00.000000

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import event
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import (
    Session, aliased, column_property, composite, declarative_base, defer, load_only, relationship,
    synonym, validates,
)
from sqlalchemy.orm.attributes import flag_modified, set_attribute, set_committed_value

revision = "s001"
down_revision = None
branch_labels = None
depends_on = None

Base = declarative_base()

book_tag = sa.Table(
    "book_tag", Base.metadata,
    sa.Column("book_id", sa.ForeignKey("book.id"), primary_key=True),
    sa.Column("tag_id", sa.ForeignKey("tag.id"), primary_key=True),
)


class Size:
    def __init__(self, width, height):
        self.width, self.height = width, height

    def __composite_values__(self):
        return self.width, self.height

    def __eq__(self, other):
        return isinstance(other, Size) and self.__composite_values__() == (
            other.__composite_values__()
        )


class Shelf(Base):
    __tablename__ = "shelf"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50))
    books = relationship("Book", back_populates="shelf")
    notes = relationship("Note", cascade="all, delete-orphan", back_populates="shelf")


class Note(Base):
    __tablename__ = "note"
    id = sa.Column(sa.Integer, primary_key=True)
    text = sa.Column(sa.String(50))
    shelf_id = sa.Column(sa.ForeignKey("shelf.id"))
    shelf = relationship("Shelf", back_populates="notes")


class Book(Base):
    __tablename__ = "book"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50))
    checked = sa.Column(sa.String(50))
    number = sa.Column(sa.Integer)
    document = sa.Column(MutableDict.as_mutable(sa.JSON))
    plain = sa.Column(sa.JSON)
    width = sa.Column(sa.Integer)
    height = sa.Column(sa.Integer)
    size = composite(Size, width, height)
    shelf_id = sa.Column(sa.ForeignKey("shelf.id"))
    shelf = relationship("Shelf", back_populates="books")
    tags = relationship("Tag", secondary=book_tag, back_populates="books")
    title = synonym("name")

    @validates("checked")
    def check(self, key, value):
        return value.upper()


class Tag(Base):
    __tablename__ = "tag"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50))
    books = relationship("Book", secondary=book_tag, back_populates="tags")


sent = []


def heard(connection, cursor, statement, parameters, context, executemany):
    if not statement.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
        sent.append(" ".join(statement.split()[:3]))


def step(session, name, work):
    """What a change has a flush write, and that the flush after it has nothing to write."""
    sent.clear()
    work()
    dirty = sorted(f"{type(item).__name__} {item.id}" for item in session.dirty)
    session.flush()
    first = sorted(sent)
    sent.clear()
    session.flush()
    print(name, dirty, first, sent, len(session.dirty))


def fill(session):
    session.add_all([Shelf(id=key, name=f"shelf {key}") for key in (1, 2, 3)])
    session.add_all([Tag(id=key, name=f"tag {key}") for key in (1, 2, 3)])
    session.add_all([
        Book(id=key, name=f"book {key}", checked="x", number=key, document={"a": 1},
             plain={"a": [1]}, width=1, height=2, shelf_id=1 + key % 2)
        for key in range(1, 31)
    ])
    session.add_all([Note(id=key, text="n", shelf_id=1) for key in range(1, 7)])
    session.flush()


def values(session, books):
    def kept_in_place():
        books[7].plain["a"].append(2)
        flag_modified(books[7], "plain")

    def unflagged():
        books[8].plain["a"].append(2)

    def back_and_forth():
        books[9].name, before = "other", books[9].name
        books[9].name = before

    def as_loaded():
        session.expire(books[10], ["name"])
        set_committed_value(books[10], "name", "not written")

    step(session, "set", lambda: setattr(books[1], "name", "one"))
    step(session, "object set", lambda: object.__setattr__(books[2], "name", "two"))
    step(session, "synonym", lambda: setattr(books[3], "title", "three"))
    step(session, "validated", lambda: setattr(books[4], "checked", "four"))
    step(session, "composite", lambda: setattr(books[5], "size", Size(3, 4)))
    step(session, "mutable", lambda: books[6].document.update(b=2))
    step(session, "flagged", kept_in_place)
    step(session, "unflagged", unflagged)
    step(session, "back", back_and_forth)
    step(session, "committed", as_loaded)
    step(session, "set_attribute", lambda: set_attribute(books[11], "number", 111))
    step(session, "SQL", lambda: setattr(books[12], "number", Book.number + 100))
    step(session, "same", lambda: setattr(books[13], "number", 13))


def related(session, books, shelves, tags):
    notes = session.query(Note).order_by(Note.id).all()
    step(session, "scalar", lambda: setattr(books[1], "shelf", shelves[3]))
    step(session, "append", lambda: shelves[3].books.append(books[2]))
    step(session, "remove", lambda: shelves[3].books.remove(books[1]))
    step(session, "replace", lambda: setattr(shelves[3], "books", [books[4], books[5]]))
    step(session, "none", lambda: setattr(books[4], "shelf", None))
    step(session, "tags", lambda: books[1].tags.append(tags[1]))
    step(session, "tags back", lambda: tags[2].books.extend([books[1], books[2]]))
    step(session, "tags away", lambda: books[1].tags.remove(tags[1]))
    step(session, "orphan", lambda: shelves[1].notes.remove(notes[0]))
    step(session, "orphan by scalar", lambda: setattr(notes[1], "shelf", None))
    step(session, "moved", lambda: setattr(notes[2], "shelf", shelves[2]))
    step(session, "deleted", lambda: session.delete(notes[3]))
    step(session, "cascade", lambda: shelves[2].notes.append(Note(id=20, text="new")))


def out_and_in(session, books):
    def out(change_before, change_after):
        def work():
            if change_before:
                books[14].name += " before"
            session.expunge(books[14])
            if change_after:
                books[14].name += " outside"
            session.add(books[14])

        return work

    def elsewhere():
        session.expunge(books[15])
        other = Session(bind=session.connection())
        other.add(books[15])
        books[15].name = "in the other"
        other.expunge(books[15])
        session.add(books[15])

    def detached():
        session.expunge_all()
        books[16].name = "detached"
        session.add(books[16])

    def merged():
        books[17] = session.merge(Book(id=17, name="merged"))

    step(session, "out", out(False, False))
    step(session, "changed out", out(True, False))
    step(session, "out changed", out(False, True))
    step(session, "elsewhere", elsewhere)
    step(session, "all out", detached)
    step(session, "merged", merged)


def undone(session):
    books = {book.id: book for book in session.query(Book)}

    def nested():
        books[18].name = "before"
        savepoint = session.begin_nested()
        books[18].name = "within"
        books[19].name = "within too"
        savepoint.rollback()
        books[19].number = 190

    def listened(mapper, connection, instance):
        if instance.number == 7000:
            instance.name = "by the listener"

    event.listen(Book, "after_insert", listened)
    step(session, "nested", nested)
    step(session, "after_insert", lambda: session.add(Book(id=40, number=7000, checked="z")))
    event.remove(Book, "after_insert", listened)
    made = Book(id=41, name="new", checked="z")
    step(session, "new", lambda: session.add(made))
    step(session, "new changed", lambda: setattr(made, "name", "not new"))
    step(session, "key", lambda: setattr(books[20], "id", 200))
    step(session, "key again", lambda: setattr(books[20], "name", "moved"))
    step(session, "twice", lambda: [setattr(books[21], "name", "a"), session.expire(books[22])])
    step(session, "update", lambda: [
        setattr(books[23], "name", "kept"),
        session.query(Book).filter(Book.id == 23).update({"number": 5},
                                                         synchronize_session="fetch"),
    ])


def statements(session):
    """What the session knows of objects after statements for their rows."""
    books = {book.id: book for book in session.query(Book).order_by(Book.id)}
    session.execute(sa.update(Book).where(Book.id == 24).values(name="by execute"))
    session.query(Book).filter(Book.id == 25).update({"name": "by query"})
    session.query(Book).filter(Book.id == 26, Book.number == 1).update({"name": "not this one"})
    session.query(Book).filter(Book.number.in_([27, 28])).update({"name": "by number"})
    session.execute(sa.update(Book).where(Book.id == "29").values(name="by text"))
    session.refresh(books[29])
    books[30].name = "kept"
    session.execute(sa.update(Book).where(Book.id == 30).values(number=300))
    print([(key, books[key].name, books[key].number) for key in range(24, 31)])
    session.query(Book).filter(Book.id == 24).delete()
    session.execute(sa.delete(Book).where(Book.id == 25, Book.name == "other"))
    session.execute(sa.delete(Book).where(Book.id == 1000))
    session.execute(sa.delete(Book).where(Book.name == "by number"))
    print([key for key, book in books.items() if book not in session])


def missing(session, query):
    session.expunge_all()
    book = query.one()
    return sorted(sa.inspect(book).unloaded & {"name", "number", "document"})


def repeated(session):
    """Statements of one form, one after the other: each gives its own rows."""
    other = aliased(Book)
    for name in ("first", "second", "third"):
        for number in (2, 3, 4, 6):
            one = session.query(Book).filter(Book.number == number)
            few = one.options(load_only(Book.name))
            less = one.options(defer(Book.name))
            pair = session.query(other, Shelf).join(Shelf, other.shelf_id == Shelf.id)
            print(
                name, number, one.one().name, [book.id for book in one.limit(number)],
                *[missing(session, query) for query in (few, less, one)],
                [(book.id, shelf.id) for book, shelf in pair.filter(other.number == number)],
                session.query(Book.id, Book.name).filter(Book.number == number).all(),
                [tag.id for tag in session.query(Tag).filter(Tag.id < number)],
            )
        if name == "first":
            Book.doubled = column_property(Book.__table__.c.number * 2)
        elif name == "second":
            session.expunge_all()
            print([book.doubled for book in session.query(Book).filter(Book.number < 4)])


def upgrade():
    Base.metadata.create_all(op.get_bind())
    session = Session(bind=op.get_bind())
    event.listen(session.connection(), "before_cursor_execute", heard)
    fill(session)
    session.expunge_all()
    books = {book.id: book for book in session.query(Book)}
    shelves = {shelf.id: shelf for shelf in session.query(Shelf)}
    tags = {tag.id: tag for tag in session.query(Tag)}
    values(session, books)
    related(session, books, shelves, tags)
    out_and_in(session, books)
    undone(session)
    statements(session)
    repeated(session)
    session.commit()
    event.remove(op.get_bind(), "before_cursor_execute", heard)


def downgrade():
    Base.metadata.drop_all(op.get_bind())
