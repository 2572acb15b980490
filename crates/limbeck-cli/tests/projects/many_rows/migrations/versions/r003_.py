"""rows that count their versions"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.orm.exc import StaleDataError

revision = "r003"
down_revision = "r002"
branch_labels = None
depends_on = None

Base = declarative_base()
seen = sa.table("seen", *map(sa.column, ("id", "who", "what")))
ids = iter(range(30000, 40000))


class Versioned(Base):
    __tablename__ = "versioned"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String(10))
    name = sa.Column(sa.String(20))
    version = sa.Column(sa.Integer, nullable=False)
    __mapper_args__ = {
        "version_id_col": version, "polymorphic_on": kind, "polymorphic_identity": "base",
    }


class Child(Versioned):
    __tablename__ = "child"
    id = sa.Column(sa.ForeignKey("versioned.id"), primary_key=True)
    size = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "child"}


class Lettered(Base):
    __tablename__ = "lettered"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))
    letters = sa.Column("version", sa.String(20))
    __mapper_args__ = {
        "version_id_col": letters, "version_id_generator": lambda before: (before or "") + "x",
    }


def note(who, what):
    op.get_bind().execute(seen.insert().values(id=next(ids), who=who, what=str(what)))


def rows(bind, table):
    return [tuple(row) for row in bind.execute(sa.select(table).order_by(table.c.id))]


def refused(session, who, act):
    try:
        with session.begin_nested():
            act()
            session.flush()
    except StaleDataError as error:
        note(who, str(error).split(";")[0])


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind, checkfirst=False)
    with Session(bind, join_transaction_mode="create_savepoint") as session:
        session.add_all([Versioned(id=place, name=f"n{place}") for place in range(1, 5)])
        session.add_all([Child(id=7, name="c", size=1), Child(id=8, name="d", version=40)])
        session.add_all([Lettered(id=1, name="a"), Lettered(id=2, name="b")])
        session.commit()
        found = session.query(Versioned).order_by(Versioned.id).all()
        versions = [item.version for item in found]
        found[0].name = found[1].name = "changed"
        found[2].version = 90
        found[4].size = 2
        session.query(Lettered).filter_by(id=2).one().name = "B"
        session.flush()
        versions += [item.version for item in found]
        session.bulk_insert_mappings(Versioned, [{"id": 20, "name": "bulk"}])
        session.bulk_update_mappings(Versioned, [{"id": 20, "name": "bulk 2", "version": 1}])
        session.commit()
    note("versions", versions)
    with Session(bind, join_transaction_mode="create_savepoint") as session:
        one, two = session.get(Versioned, 1), session.get(Versioned, 2)
        bind.execute(sa.text("UPDATE versioned SET version = 50 WHERE id = 1"))
        refused(session, "one", lambda: setattr(one, "name", "lost"))
        session.delete(two)
        session.commit()
        gone = session.get(Versioned, 3)
        bind.execute(sa.text("UPDATE versioned SET version = 60 WHERE id = 3"))
        refused(session, "gone", lambda: session.delete(gone))
        session.commit()
    for model in (Versioned, Child, Lettered):
        note(model.__tablename__, rows(bind, model.__table__))


def downgrade():
    for name in ("child", "lettered", "versioned"):
        op.drop_table(name)
    op.execute(seen.delete().where(seen.c.id >= 30000))
