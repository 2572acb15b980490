"""sqlmodel"""
from typing import List, Optional

import sqlalchemy as sa
from alembic import op
from sqlmodel import Field, Relationship, Session, SQLModel, select

revision = 'bbbb00000003'
down_revision = 'bbbb00000002'
branch_labels = None
depends_on = None


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    heroes: List["Hero"] = Relationship(back_populates="team")


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    age: int = 5
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")


def upgrade():
    bind = op.get_bind()
    SQLModel.metadata.create_all(bind)
    log = sa.table("log", sa.column("line"))
    with Session(bind) as session:
        session.add(Hero(name="Rusty", team=Team(name="Crabs")))
        session.add(Hero(name="Alone", age=3))
        session.commit()
        lines = [sorted(hero.model_dump().items()) for hero in session.exec(select(Hero).order_by(Hero.id))]
        lines.append(session.exec(select(Team)).one().heroes[0].name)
        hero = session.exec(select(Hero).where(Hero.age < 4)).first()
        hero.age += 40
        session.add(hero)
        session.commit()
        session.refresh(hero)
        lines.append(sorted(hero.model_dump().items()))
        for line in lines:
            bind.execute(log.insert().values(line=str(line)))


def downgrade():
    SQLModel.metadata.drop_all(op.get_bind())
