"""objects"""
import datetime
import enum
from typing import List, Optional

import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

revision = 'bbbb00000002'
down_revision = 'bbbb00000001'
branch_labels = None
depends_on = None


class Base(DeclarativeBase):
    pass


class Color(enum.Enum):
    red = "r"
    blue = "b"


note_tag = sa.Table("note_tag", Base.metadata, sa.Column("note_id", sa.ForeignKey("note.id"), primary_key=True), sa.Column("tag_id", sa.ForeignKey("tag.id"), primary_key=True))


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Optional[str]]
    name: Mapped[str] = mapped_column("full_name", sa.String(50))
    boss_id: Mapped[Optional[int]] = mapped_column(sa.ForeignKey("person.id"))
    active: Mapped[Optional[bool]] = mapped_column(server_default=sa.true())
    born: Mapped[Optional[datetime.date]]
    notes: Mapped[List["Note"]] = relationship(back_populates="person", order_by="Note.id", cascade="all, delete-orphan")
    boss: Mapped[Optional["Person"]] = relationship(remote_side=[id], backref="team")
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "person"}


class Manager(Person):
    __tablename__ = "manager"
    id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    level: Mapped[Optional[int]]
    __mapper_args__ = {"polymorphic_identity": "manager"}


class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[Optional[int]] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[Optional[str]] = mapped_column(sa.Text, default="nothing")
    data: Mapped[Optional[dict]] = mapped_column(sa.JSON, default=dict)
    color: Mapped[Optional[Color]] = mapped_column(sa.Enum(Color, native_enum=False))
    person: Mapped[Optional[Person]] = relationship(back_populates="notes")
    tags: Mapped[List["Tag"]] = relationship(secondary=note_tag, back_populates="notes")


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(20), unique=True)
    notes: Mapped[List[Note]] = relationship(secondary=note_tag, back_populates="tags")


def upgrade():
    bind = op.get_bind()
    log = sa.table("log", sa.column("line"))

    def show(*values):
        bind.execute(log.insert().values(line=" ".join(str(value) for value in values)))

    session = Session(bind=bind)
    ada = Person(name="Ada", born=datetime.date(1815, 12, 10))
    boss = Manager(name="Boss", level=3)
    ada.boss = boss
    red, new = Tag(name="red"), Tag(name="new")
    session.add_all([red, new])
    session.flush()
    ada.notes.append(Note(text="one", color=Color.red, tags=[red, new]))
    ada.notes.append(Note(tags=[red], data={"a": [1]}))
    session.add(ada)
    session.flush()
    show(ada.id, boss.id, ada.boss_id, boss.kind, ada.notes[0].person_id, sorted(tag.name for tag in ada.notes[0].tags))
    session.add_all([Person(name=name) for name in ("Bob", "Eve", "Zoe")])
    session.commit()
    show([person.name for person in session.query(Person).order_by(Person.name)])
    show(session.query(Person).filter(Person.name.like("%o%")).count(), session.query(Person).filter_by(name="Bob").one().id)
    found = session.query(Person).filter(Person.name == "Ada").first()
    show(found is ada, found.active, found.born, found.kind, [note.text for note in found.notes], found.notes[1].data, found.notes[0].color)
    show(type(session.get(Person, boss.id)).__name__, session.get(Person, 99), session.get(Manager, boss.id).level)
    show([(person.name, person.kind) for person in session.scalars(sa.select(Person).where(Person.boss_id.is_(None)).order_by(Person.id))])
    show([tuple(row) for row in session.execute(sa.select(Person.id, Person.name).order_by(Person.id.desc()).limit(2))])
    show([row.Person.name for row in session.execute(sa.select(Person, Note).join(Note, Note.person_id == Person.id).order_by(Note.id))])
    show([tuple(row) for row in session.query(Person.name, sa.func.count(Note.id)).outerjoin(Note).group_by(Person.name).order_by(Person.name)])
    show([tag.name for tag in session.query(Tag).join(Tag.notes).filter(Note.text == "nothing")])
    show([person.name for person in session.query(Person).filter(Person.notes.any(Note.text == "one"))])
    show([person.name for person in boss.team], sorted(note.id for note in red.notes))
    bob = session.query(Person).filter(Person.name == "Bob").one()
    bob.name, bob.boss = "Robert", ada
    session.flush()
    show(session.execute(sa.text("SELECT full_name, boss_id FROM person WHERE id = :id"), {"id": bob.id}).one())
    show(session.query(Person).filter(Person.name.in_(["Eve", "Zoe"])).update({"active": False}, synchronize_session=False))
    show([person.name for person in session.query(Person).filter(Person.active.is_(False)).order_by(Person.name).all()])
    show(session.query(Person).filter(Person.name == "Zoe").delete())
    ada.notes[0].tags.remove(red)
    session.commit()
    show(sorted(tuple(row) for row in session.execute(sa.select(note_tag))))
    session.delete(ada.notes[1])
    session.commit()
    show(session.query(Note).count(), session.scalar(sa.select(sa.func.count()).select_from(note_tag)))
    try:
        with session.begin_nested():
            session.add(Tag(name="new"))
            session.flush()
    except sa.exc.IntegrityError as error:
        show(type(error).__name__)
    show(session.execute(sa.insert(Tag).values(name="core").returning(Tag)).scalar_one().name, session.query(sa.exists().where(Tag.name == "core")).scalar())
    maker = orm.sessionmaker(bind=bind)
    with maker() as other:
        other.merge(Tag(id=1, name="merged"))
        other.commit()
        show(other.query(Tag).order_by(Tag.id).first().name)
    alias = orm.aliased(Person)
    show([tuple(row) for row in session.query(Person.name, alias.name).join(alias, Person.boss_id == alias.id).order_by(Person.name)])
    show(sorted(sa.inspect(Manager).attrs.keys()), sa.inspect(ada).persistent, sa.inspect(Person(name="q")).transient)
    try:
        session.query(Person).filter(Person.name == "nobody").one()
    except orm.exc.NoResultFound as error:
        show(type(error).__name__, error)
    session.close()


def downgrade():
    session = Session(bind=op.get_bind())
    for model in (Note, Manager, Tag):
        session.query(model).delete()
    session.commit()
