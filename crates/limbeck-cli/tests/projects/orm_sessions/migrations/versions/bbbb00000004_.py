"""sets of values with different keys"""
from typing import Optional

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

revision = 'bbbb00000004'
down_revision = 'bbbb00000003'
branch_labels = None
depends_on = None


class Base(DeclarativeBase):
    pass


class Pet(Base):
    __tablename__ = "pet"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Optional[str]]
    name: Mapped[Optional[str]] = mapped_column("full_name")
    age: Mapped[Optional[int]]
    legs: Mapped[Optional[int]] = mapped_column(default=4)
    size: Mapped[Optional[int]] = mapped_column(server_default="7")
    version: Mapped[int] = mapped_column()
    data: Mapped[Optional[dict]] = mapped_column(sa.JSON)
    __mapper_args__ = {
        "polymorphic_on": "kind", "polymorphic_identity": "pet", "version_id_col": version,
    }


ROWS = [
    {"name": "a"}, {"name": "b", "age": 2}, {"age": 3}, {"age": 4}, {"name": "c", "legs": 1},
    {"name": "d", "legs": None, "size": None}, {"id": 50}, {"id": 51, "name": None},
    {"name": "e", "data": None}, {"full_name": "column"}, {"name": "f", "unknown": 1},
]


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    log = sa.table("log", sa.column("line"))

    def note(line):
        bind.execute(log.insert().values(line=str(line)))

    def tried(function):
        try:
            note(function())
        except Exception as error:
            note(f"{type(error).__name__}: {str(error).splitlines()[0]}")

    with Session(bind) as session:
        insert = sa.insert(Pet)
        tried(lambda: session.execute(insert.returning(Pet.id, Pet.name, Pet.legs), ROWS).all())
        tried(lambda: [
            (type(pet).__name__, pet.id, pet.name, pet.age, pet.legs, pet.size, pet.version)
            for pet in session.scalars(insert.returning(Pet), ROWS[:6]).all()
        ])
        tried(lambda: session.scalars(
            insert.returning(Pet.id, sort_by_parameter_order=True), ROWS[:3]).all())
        tried(lambda: session.execute(insert, [{"name": "x"}, {"age": 9}, {"name": "y"}]).all())
        tried(lambda: session.execute(insert, {"name": "one", "age": None, "bogus": 1}).all())
        tried(lambda: session.execute(insert.values(age=77).returning(Pet.id, Pet.name, Pet.age),
                                      [{"name": "x"}, {"name": "y"}]).all())
        tried(lambda: session.execute(insert.returning(Pet.id), [{}, {"name": "z"}]).all())
        tried(lambda: session.execute(
            insert.values(age=sa.bindparam("years")).returning(Pet.id, Pet.age),
            [{"name": "x", "years": 5}, {"years": 6}]).all())
        tried(lambda: session.execute(insert.values(name="v").returning(Pet.id, Pet.name)).all())
        table = sa.insert(Pet.__table__).returning(Pet.id)
        tried(lambda: session.execute(table, [{"full_name": "r", "version": 1},
                                              {"full_name": "z", "age": 3, "version": 2}]).all())
        tried(lambda: session.execute(table, [{"age": 3, "version": 2}, {"version": 1}]).all())
        session.commit()


def downgrade():
    Base.metadata.drop_all(op.get_bind())
