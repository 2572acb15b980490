"""values given at execution: documents, arrays and NULL, by every way to give them"""
import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Session, declarative_base

revision = 'e001'
down_revision = None
branch_labels = None
depends_on = None

Base = declarative_base()
DOCUMENTS = [["a", 1], [], "x", None, {"k": [1]}, {"$json": 1}, 5, True, [[1]], ("t", "u")]
ARRAYS = [[1, 2], [], None, [None]]
ids = iter(range(1, 10000))
seen = sa.table("seen", *map(sa.column, ("case", "how", "what")))


class Kept(Base):
    __tablename__ = "kept"
    id = sa.Column(sa.Integer, primary_key=True)
    document = sa.Column(sa.JSON)
    numbers = sa.Column(sa.JSON().with_variant(pg.ARRAY(sa.Integer), "postgresql"))


kept = Kept.__table__


def tried(case, how, act):
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            result = act()
            rows = getattr(result, "returns_rows", False)
            what = repr([tuple(row) for row in result.all()]) if rows else ""
    except Exception as error:
        what = type(error).__name__
    bind.execute(seen.insert().values(case=case, how=how, what=what))


def in_session(act):
    with Session(op.get_bind(), join_transaction_mode="create_savepoint") as session:
        act(session)
        session.commit()


def documents(case, value):
    run = op.get_bind().execute
    typed, untyped = sa.bindparam("d", type_=sa.JSON), sa.bindparam("d")
    text = sa.text("INSERT INTO kept (id, document) VALUES (:i, :d)").bindparams(typed)
    tried(case, "text", lambda: run(text, {"i": next(ids), "d": value}))
    several = [{"i": next(ids), "d": value}, {"i": next(ids), "d": value}]
    tried(case, "text, twice", lambda: run(text, several))
    insert = kept.insert()
    tried(case, "typed", lambda: run(insert.values(id=next(ids), document=typed), {"d": value}))
    tried(case, "untyped", lambda: run(insert.values(id=next(ids), document=untyped), {"d": value}))
    first = kept.update().where(kept.c.id == 1)
    tried(case, "update", lambda: run(first.values(document=untyped), {"d": value}))
    named = kept.update().where(kept.c.id == sa.bindparam("of"))
    tried(case, "column", lambda: run(named, {"of": 1, "document": value}))
    tried(case, "cast", lambda: run(sa.select(sa.cast(typed, sa.Text)), {"d": value}))
    tried(case, "literal", lambda: run(sa.select(sa.literal(value, sa.JSON).label("it"))))
    coerced = sa.type_coerce(value, sa.JSON)
    tried(case, "type_coerce", lambda: run(insert.values(id=next(ids), document=coerced)))
    tried(case, "params", lambda: run(insert.values(document=untyped).params(d=value)))
    select = sa.select(sa.literal(next(ids)), sa.literal(value, sa.JSON))
    tried(case, "from_select", lambda: run(insert.from_select(["id", "document"], select)))
    rows = [{"id": next(ids), "document": value}, {"id": next(ids), "document": value}]
    tried(case, "returning", lambda: run(insert.returning(kept.c.id, kept.c.document), rows))
    more = [{**row, "id": next(ids)} for row in rows]
    tried(case, "bulk", lambda: in_session(lambda s: s.bulk_insert_mappings(Kept, more)))
    query = lambda s: s.query(Kept).filter(Kept.id == 1).update({"document": value})
    tried(case, "query", lambda: in_session(query))


def comparisons(case, value):
    run = op.get_bind().execute
    binary = sa.cast(kept.c.document, pg.JSONB)
    for how, condition in (
        ("equal", lambda: binary == value),
        ("in", lambda: binary.in_([value])),
        ("contains", lambda: binary.contains(value)),
    ):
        tried(case, how, lambda: run(sa.select(kept.c.id).where(condition()).order_by(kept.c.id)))
    kind = sa.func.jsonb_typeof(sa.literal(value, pg.JSONB))
    tried(case, "function", lambda: run(sa.select(kind)))
    written = pg.insert(kept).values(id=1, document=value)
    conflict = written.on_conflict_do_update(index_elements=["id"], set_={"document": value})
    tried(case, "conflict", lambda: run(conflict))


def arrays(case, value):
    run = op.get_bind().execute
    typed, untyped = sa.bindparam("d", type_=pg.ARRAY(sa.Integer)), sa.bindparam("d")
    text = sa.text("INSERT INTO kept (id, numbers) VALUES (:i, :d)")
    tried(case, "text", lambda: run(text, {"i": next(ids), "d": value}))
    tried(case, "typed text", lambda: run(text.bindparams(typed), {"i": next(ids), "d": value}))
    insert = kept.insert()
    tried(case, "typed", lambda: run(insert.values(id=next(ids), numbers=typed), {"d": value}))
    tried(case, "untyped", lambda: run(insert.values(id=next(ids), numbers=untyped), {"d": value}))
    equal = sa.select(kept.c.id).where(kept.c.numbers == value).order_by(kept.c.id)
    tried(case, "equal", lambda: run(equal))
    tried(case, "any", lambda: run(sa.select(kept.c.id).where(kept.c.id == sa.any_(value or [0]))))
    tried(case, "literal", lambda: run(sa.select(sa.literal(value, pg.ARRAY(sa.Integer)))))


def several_sets():
    """What a statement gives back that ran with several sets of parameters."""
    run = op.get_bind().execute
    ones = lambda: [{"id": next(ids)}, {"id": next(ids)}]
    of = kept.c.id == sa.bindparam("of")
    sets = [{"of": 1, "document": 1}, {"of": 2, "document": 2}]
    count = lambda result: (result.rowcount, result.returns_rows)
    for how, act in (
        ("insert", lambda: count(run(kept.insert(), ones()))),
        ("insert returning", lambda: len(run(kept.insert().returning(kept.c.id), ones()).all())),
        ("insert one", lambda: len(run(kept.insert().returning(kept.c.id), ones()[:1]).all())),
        ("update", lambda: count(run(kept.update().where(of), sets))),
        ("update returning", lambda: run(kept.update().where(of).returning(kept.c.id), sets).all()),
        ("select", lambda: run(sa.select(kept.c.id).where(of), sets[:1]).all()),
        ("select, twice", lambda: run(sa.select(kept.c.id).where(of), sets).all()),
        ("delete returning", lambda: run(kept.delete().where(of).returning(kept.c.id), sets).all()),
        ("rows of its own", lambda: run(
            kept.insert().values(ones()).returning(kept.c.id), ones()
        ).all()),
    ):
        try:
            with op.get_bind().begin_nested():
                what = str(act())
        except Exception as error:
            what = type(error).__name__
        run(seen.insert().values(case="several", how=how, what=what))


def upgrade():
    op.create_table(
        "seen", sa.Column("case", sa.String(9)), sa.Column("how", sa.String(20)), sa.Column("what", sa.Text)
    )
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    postgresql = bind.dialect.name == "postgresql"
    for number, value in enumerate(DOCUMENTS):
        documents(f"json {number}", value)
        if postgresql:
            comparisons(f"json {number}", value)
    if postgresql:
        for number, value in enumerate(ARRAYS):
            arrays(f"array {number}", value)
    several_sets()


def downgrade():
    op.drop_table("kept")
    op.drop_table("seen")
