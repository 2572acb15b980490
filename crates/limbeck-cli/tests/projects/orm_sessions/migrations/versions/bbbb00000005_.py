"""statements of classes"""
import dataclasses
from typing import Optional

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, Session, aliased, composite, mapped_column, relationship, synonym,
)

revision = 'bbbb00000005'
down_revision = 'bbbb00000004'
branch_labels = None
depends_on = None


class Base(DeclarativeBase):
    pass


class Place:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __composite_values__(self):
        return self.x, self.y


@dataclasses.dataclass
class Size:
    wide: Optional[int]
    high: Optional[int]


class Shop(Base):
    __tablename__ = "shop"
    id: Mapped[int] = mapped_column(primary_key=True)


class Thing(Base):
    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Optional[str]]
    name: Mapped[Optional[str]] = mapped_column("full_name")
    count: Mapped[Optional[int]]
    client: Mapped[Optional[int]] = mapped_column(default=4)
    server: Mapped[Optional[int]] = mapped_column(server_default="7")
    changed: Mapped[Optional[int]] = mapped_column(onupdate=99)
    shop_id: Mapped[Optional[int]] = mapped_column(sa.ForeignKey("shop.id"))
    shop: Mapped[Optional[Shop]] = relationship()
    label = synonym("name")

    @hybrid_property
    def pairs(self):
        return self.count * 2

    @pairs.inplace.update_expression
    @classmethod
    def _update_pairs(cls, value):
        return [(cls.count, value * 2)]

    @pairs.inplace.bulk_dml
    @classmethod
    def _bulk_pairs(cls, mapping, value):
        mapping["count"] = value * 2

    @hybrid_property
    def same(self):
        return self.count

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "thing"}


class Tool(Thing):
    use: Mapped[Optional[str]]
    __mapper_args__ = {"polymorphic_identity": "tool"}


class Car(Thing):
    __tablename__ = "car"
    id: Mapped[int] = mapped_column(sa.ForeignKey("thing.id"), primary_key=True)
    wheels: Mapped[Optional[int]] = mapped_column(default=4)
    colour: Mapped[Optional[str]]
    __mapper_args__ = {"polymorphic_identity": "car"}


class Box(Base):
    __tablename__ = "box"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[Optional[int]] = mapped_column("left_side")
    y: Mapped[Optional[int]]
    wide: Mapped[Optional[int]]
    high: Mapped[Optional[int]]
    place = composite(Place, "x", "y")
    size = composite(Size, "wide", "high")


class Counted(Base):
    __tablename__ = "counted"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[Optional[int]]
    seen: Mapped[int] = mapped_column("version")
    __mapper_args__ = {"version_id_col": seen}


TABLES = ["thing", "car", "box", "counted"]


class Steps:
    """Each is logged with what it gives and the rows that it leaves; the next begins anew."""

    def __init__(self, bind):
        self.bind = bind
        self.session = Session(bind)
        self.log = sa.table("log", sa.column("line"))

    def note(self, line):
        self.bind.execute(self.log.insert().values(line=str(line)))

    def __call__(self, function):
        try:
            self.note(function())
        except Exception as error:
            self.note(f"{type(error).__name__}")
        self.session.expunge_all()
        for table in TABLES:
            rows = self.bind.execute(sa.text(f"SELECT * FROM {table} ORDER BY id")).all()
            if rows:
                self.note(f"  {table} {rows}")
            self.bind.execute(sa.text(f"DELETE FROM {table}"))

    def run(self, statement, params=None, **options):
        self.session.execute(statement, params, execution_options=options)

    def after(self, cls, statement, params=None, **options):
        """Runs a statement on two rows of a class."""
        self.run(sa.insert(cls), [{"id": 1}, {"id": 2}])
        self.run(statement, params, **options)

    def mixed(self, run, statement):
        """Runs a statement on a table of several classes."""
        self.run(sa.insert(Thing), [{"id": 1, "name": "base"}])
        self.run(sa.insert(Tool), [{"id": 2, "name": "sub", "use": "u"}])
        self.run(sa.insert(Car), [{"id": 3, "name": "joined", "colour": "red"}])
        run(statement)


def shared_table(step):
    def objects(statement, params):
        found = step.session.scalars(statement, params).all()
        return [(type(item).__name__, item.id, item.name, item.use) for item in found]

    insert, run = sa.insert(Tool), step.run
    rows = [{"name": "a", "use": "x"}, {"use": "y"}]
    step(lambda: run(insert, rows))
    step(lambda: run(insert, rows[0]))
    step(lambda: run(insert.values(name="a", use="x")))
    step(lambda: run(insert.values([{"name": "a", "use": "x"}, {"name": "b", "use": "y"}])))
    step(lambda: run(insert.values([(1, "tool", "a")])))
    step(lambda: objects(insert.returning(Tool), rows))
    step(lambda: objects(insert.returning(Thing), rows))
    step(lambda: step.session.execute(insert.returning(Tool.id, Tool.use), rows).all())
    step(lambda: run(insert, [{"kind": "other", "use": "x"}, {"kind": None, "use": "y"}]))
    step(lambda: step.after(Tool, sa.update(Tool), [{"id": 1, "use": "u"}, {"id": 2, "name": "v"}]))
    step(lambda: step.after(Tool, sa.update(Thing), [{"id": 1, "use": "u"}]))
    step(lambda: step.after(Tool, sa.update(Tool).where(Tool.id == 1).values({Tool.use: "w"})))
    for runs in (run, step.bind.execute):
        step(lambda: step.mixed(runs, sa.update(Tool).values(name="q")))
        step(lambda: step.mixed(runs, sa.delete(Tool)))
        step(lambda: step.mixed(runs, sa.delete(Tool).where(Tool.id > 0)))
        step(lambda: step.mixed(runs, sa.delete(Car)))
    step(lambda: step.mixed(lambda query: query.delete(), step.session.query(Tool)))
    step(lambda: step.mixed(lambda query: query.update({"name": "q"}), step.session.query(Tool)))


def selected(step):
    """What a subclass within its parent's table has, among the rows of others."""
    other, query = aliased(Tool), step.session.query
    session, connection = step.session.execute, step.bind.execute
    count = sa.func.count()
    for statement in (
        sa.select(Tool), sa.select(Tool.id), sa.select(Tool.id, Tool.name).where(Tool.id > 0),
        sa.select(sa.func.count()).select_from(Tool), sa.select(other), sa.select(other.name),
        sa.select(Thing.id).where(Thing.id.in_(sa.select(Tool.id))), sa.select(Thing.id),
        sa.select(Thing.id).union_all(sa.select(Tool.id)),
        sa.select(sa.select(Tool.id, Tool.use).subquery().c.id),
        sa.select(Tool).with_only_columns(count, maintain_column_froms=True),
        sa.select(Thing.id).add_columns(Tool.use), sa.select(sa.func.count(Tool.id)),
        sa.select(sa.func.max(Tool.id).label("last")), sa.select(Tool.id.label("own")),
        sa.select(sa.func.coalesce(sa.func.max(other.id), 0)), sa.select(sa.func.max(Thing.id)),
    ):
        step(lambda: step.mixed(
            lambda it: step.note(sorted(row[0] for row in connection(it))), statement))
    for statement in (sa.select(Tool), sa.select(other), sa.select(Thing).where(Thing.id == 2)):
        step(lambda: step.mixed(
            lambda it: step.note([item.name for item in session(it).scalars()]), statement))
    for asked in (
        query(Tool.id), query(Tool), query(other), query(Tool.id).filter(Tool.id > 0),
        query(Thing).select_from(Tool), query(Thing.id).filter(Thing.id == 1),
    ):
        step(lambda: step.mixed(lambda it: step.note(it.count()), asked))
    inner = sa.select(Tool.id)
    step(lambda: step.mixed(session, sa.delete(Thing).where(Thing.id.in_(inner))))
    step(lambda: step.mixed(connection, sa.update(Thing).values(
        name=sa.select(sa.func.max(Tool.name)).select_from(Tool).scalar_subquery())))
    step(lambda: step.mixed(session, sa.insert(Shop).from_select(["id"], sa.select(Tool.id))))
    step(lambda: query(Shop.id).all())
    step(lambda: step.mixed(lambda it: step.note(session(it).all()),
                            sa.select(Shop.id).join(Tool, Tool.id > Shop.id - 2)))
    step.session.execute(sa.delete(Shop))


def other_attributes(step):
    run, bind = step.run, step.bind
    there, size = Place(1, 2), Size(3, 4)
    insert = sa.insert(Box)
    step(lambda: run(insert, [{"place": there}, {"size": size, "place": there}, {"x": 9}]))
    step(lambda: run(insert, [{"place": there, "x": 9}, {"x": 9, "place": there}]))
    for condition in (Box.place == there, Box.place != there, Box.place == None, Box.size != size):
        step(lambda: (run(insert, [{"place": there}, {"x": 5, "y": 6}]),
                      step.note(step.session.query(Box.id).filter(condition).all())))
    step(lambda: run(insert.values(place=there)))
    step(lambda: run(insert.values(place=None)))
    step(lambda: run(insert.values([{"place": there}, {"place": Place(5, None)}])))
    step(lambda: bind.execute(sa.insert(Box).values(place=there, wide=6)).inserted_primary_key)
    rows = [{"id": 1, "place": there}, {"id": 2, "size": size}]
    step(lambda: step.after(Box, sa.update(Box), rows))
    step(lambda: step.after(Box, sa.update(Box).values({Box.place: there})))
    step(lambda: step.after(Box, sa.update(Box).where(Box.id == 2).values(size=size)))
    step(lambda: step.session.bulk_insert_mappings(Box, [{"place": there}]))
    step(lambda: run(sa.insert(Thing).values(label="a")))
    step(lambda: run(sa.insert(Thing), [{"label": "a"}, {"label": "b", "count": 1}]))
    step(lambda: run(sa.insert(Thing).values(pairs=3)))
    step(lambda: run(sa.insert(Thing).values(same=3)))
    step(lambda: run(sa.insert(Thing), [{"pairs": 3}, {"name": "a", "pairs": 4}]))
    step(lambda: run(sa.insert(Thing), [{"same": 3}]))
    step(lambda: run(sa.insert(Thing), [{"shop": Shop(id=1), "name": "a"}]))
    step(lambda: run(sa.insert(Thing).values([{"name": "a"}, {"name": "b"}])))
    step(lambda: run(sa.insert(Thing).values([{Thing.name: "a"}, {Thing.name: "b"}])))
    step(lambda: run(sa.insert(Thing).values([{"full_name": "a"}, {"full_name": "b"}])))
    step(lambda: run(sa.insert(Thing.__table__), [{"full_name": "a", "name": "b"}]))
    step(lambda: run(sa.insert(Thing.__table__).values(name="b")))


def ways(step):
    rows = [{"name": "a", "client": None}, {"name": "b", "client": 3, "server": None}]
    insert, run = sa.insert(Thing), step.run
    every = [{"render_nulls": True}]
    every += [{"dml_strategy": name} for name in ("auto", "bulk", "orm", "raw", "core_only", "odd")]
    for options in every:
        step.note(options)
        step(lambda: run(insert, rows, **options))
        step(lambda: run(insert.execution_options(**options), rows))
        step(lambda: run(insert, rows[0], **options))
        step(lambda: run(insert, [{"full_name": "a", "client": None}], **options))
        step(lambda: run(insert.values(count=3), [{"name": "a"}, {"name": "b"}], **options))
        step(lambda: run(insert.values(name="a", client=None), **options))
        step(lambda: step.after(Thing, sa.update(Thing), [{"id": 1, "name": "q"}], **options))
        step(lambda: step.after(Thing, sa.update(Thing), {"name": "q"}, **options))
    step(lambda: step.session.execute(
        insert.returning(Thing.name, Thing), [{"full_name": "a"}],
        execution_options={"dml_strategy": "raw"}).all())
    step(lambda: run(insert, []))
    step(lambda: step.after(Thing, sa.update(Thing), []))
    step(lambda: step.after(Thing, sa.update(Thing).values(count=3), []))
    step(lambda: step.after(Thing, sa.update(Thing).values(count=3), [{"id": 2, "name": "q"}]))
    step(lambda: step.after(Thing, sa.update(Thing), [{"id": 1, "odd": 3}, {"id": 2}]))
    step(lambda: step.after(Thing, sa.update(Thing), [{"name": "q"}]))
    step(lambda: step.after(
        Thing, sa.update(Thing).where(Thing.id == sa.bindparam("key")), [{"key": 1, "name": "q"}]))


def versions(step):
    run, insert = step.run, sa.insert(Counted)
    step(lambda: run(insert, [{"x": 5, "seen": 40}, {"x": 6}]))
    step(lambda: run(insert, {"x": 5, "seen": 40}))
    step(lambda: run(insert.values(x=5, seen=40)))
    step(lambda: run(insert.values([{"x": 5, "seen": 40}])))
    step(lambda: run(insert.values(seen=40), [{"x": 5}, {"x": 4}]))
    step(lambda: step.session.bulk_insert_mappings(Counted, [{"x": 5, "seen": 40}, {"x": 6}]))
    step(lambda: step.after(Counted, sa.update(Counted), [{"id": 1, "x": 7, "seen": 1}]))
    step(lambda: step.after(Counted, sa.update(Counted), [{"id": 1, "x": 7, "seen": 9}]))
    step(lambda: step.after(Counted, sa.update(Counted), [{"id": 1, "x": 7}]))


def several_tables(step):
    run, insert = step.run, sa.insert(Car)
    rows = [{"name": "a", "colour": "red"}, {"name": "b"}]
    step(lambda: run(insert, rows))
    step(lambda: run(insert, [{"id": 7, "name": "a"}, {"kind": "odd", "wheels": None}]))
    step(lambda: run(insert, [{"client": None, "wheels": None}, {"server": None}],
                     render_nulls=True))
    step(lambda: run(insert.values(name="n", colour="red"), [{"count": 1}, {"count": 2}]))
    step(lambda: run(insert.values(id=7, colour="red")))
    columns = (Car.id, Car.name, Car.colour, Car.wheels, Car.server)
    step(lambda: step.session.execute(insert.returning(*columns), rows).all())
    step(lambda: [(type(car).__name__, car.id, car.name, car.colour)
                  for car in step.session.scalars(insert.returning(Car), rows)])
    step(lambda: run(sqlite.insert(Car).on_conflict_do_nothing(), rows))
    step(lambda: step.session.bulk_insert_mappings(
        Car, [{"name": "a", "colour": "red"}, {"client": None}], render_nulls=True))
    step(lambda: step.after(
        Car, sa.update(Car), [{"id": 1, "name": "q", "colour": "red"}, {"id": 2, "wheels": 3}]))
    update = sa.update(Car)
    step(lambda: step.after(Car, update.values(name="q", wheels=3), [{"id": 2, "count": 1}]))
    step(lambda: step.after(Car, sa.update(Car).values(wheels=3)))
    step(lambda: step.after(Car, sa.update(Car).values(name="q")))


METHODS = {
    name: lambda result, name=name: getattr(result, name)()
    for name in ("all", "fetchall", "first", "scalar", "one", "one_or_none", "scalar_one",
                 "scalar_one_or_none", "fetchone", "fetchmany", "keys", "close")
}
METHODS.update({
    "closed": lambda result: result.closed,
    "columns": lambda result: result.columns(0).all(),
    "first of closed": lambda result: (result.close(), result.first()),
    "list": list,
    "mappings": lambda result: type(result.mappings()).__name__,
    "mappings().all": lambda result: result.mappings().all(),
    "next": next,
    "twice": lambda result: (result.first(), result.first()),
    "unique().all": lambda result: result.unique().all(),
})


def results(step):
    made = {
        "sets": lambda: step.session.execute(sa.insert(Thing), [{"name": "a"}, {"count": 1}]),
        "joined": lambda: step.session.execute(sa.insert(Car), [{"name": "a"}]),
        "update": lambda: step.session.execute(sa.update(Thing), [{"id": 1, "name": "b"}]),
        "values": lambda: step.session.execute(sa.insert(Thing).values(name="a")),
        "core": lambda: step.bind.execute(sa.insert(Thing.__table__), [{"id": 8}, {"id": 9}]),
        "ddl": lambda: step.bind.execute(sa.text("CREATE TABLE IF NOT EXISTS made (id INTEGER)")),
        "delete": lambda: step.bind.execute(sa.delete(Box)),
    }
    step(lambda: made["sets"]().scalars().all())
    for kind, execute in made.items():
        for name, method in METHODS.items():
            step.run(sa.insert(Thing), [{"id": 1}])
            result = execute()
            try:
                found = method(result)
            except Exception as error:
                found = f"{type(error).__name__}: {str(error).partition('.')[0]}"
            step.note(f"{kind} {name}: {found}")
            step.bind.execute(sa.text("DELETE FROM thing"))
            step.bind.execute(sa.text("DELETE FROM car"))


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    step = Steps(bind)
    for part in (shared_table, selected, other_attributes, ways, versions, several_tables, results):
        step.note(part.__name__)
        part(step)
    op.execute("DROP TABLE made")


def downgrade():
    Base.metadata.drop_all(op.get_bind())
