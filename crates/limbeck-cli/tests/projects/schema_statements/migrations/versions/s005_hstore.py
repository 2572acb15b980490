"""values of hstore"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "s005"
down_revision = "s004"


def upgrade():
    bind = op.get_bind()
    if op.get_context().as_sql or bind.dialect.name != "postgresql":
        return
    op.execute("CREATE EXTENSION hstore")
    pairs = sa.Table(
        "pairs", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("held", postgresql.HSTORE),
    )
    pairs.create(bind)
    value = {"a": "1", "b": None, 'c"d': 'x\\y, z=>"', "": ""}
    bind.execute(pairs.insert(), [{"id": 1, "held": value}, {"id": 2, "held": None}])
    bind.execute(pairs.insert().values(id=3, held={}))
    op.bulk_insert(pairs, [{"id": 4, "held": value}])
    print("--", bind.execute(sa.select(pairs.c.held).order_by(pairs.c.id)).scalars().all())
    same = sa.select(pairs.c.id).where(pairs.c.held == value).order_by(pairs.c.id)
    within = sa.select(pairs.c.id).where(pairs.c.held.contains({"a": "1"})).order_by(pairs.c.id)
    print("--", bind.execute(same).scalars().all(), bind.execute(within).scalars().all())
    print("--", bind.scalar(sa.select(pairs.c.held["a"]).where(pairs.c.id == 1)))
    held = pairs.c.held
    for found in (
        held.keys(), held.vals(), held.defined("b"), held.delete("a"), held.has_key("a"),
        held.slice(postgresql.array(["a", "b"])), held.array(), held.matrix(), held + {"z": "1"},
    ):
        print("--", bind.scalar(sa.select(found).where(pairs.c.id == 1)))
    arrays(bind)
    ranges(bind)
    try:
        with bind.begin_nested():
            bind.execute(pairs.insert().values(id=5, held={"a": 1}))
    except Exception as error:
        print("--", type(error).__name__)


def arrays(bind):
    """Arrays of types that are the database's own."""
    mood = postgresql.ENUM("sad", "so so", "o,k", name="mood")
    moods = sa.table("moods", sa.column("list", sa.ARRAY(mood)))
    op.create_table("moods", sa.Column("list", postgresql.ARRAY(mood)))
    bind.execute(moods.insert(), [{"list": ["sad", "o,k"]}, {"list": []}, {"list": None}])
    print("--", bind.execute(sa.text("SELECT list FROM moods")).scalars().all())
    print("--", bind.execute(sa.select(moods.c.list)).scalars().all())
    print("--", bind.exec_driver_sql("SELECT enum_range(NULL::mood), '{1,2}'::int[]").all())


def ranges(bind):
    """Operators of ranges."""
    one, two = postgresql.Range(1, 5), postgresql.Range(4, 9)
    left = sa.func.int4range(1, 5, type_=postgresql.INT4RANGE)
    for found in (
        left << two, left >> two, left.adjacent_to(two), left + two, left * two, left - two,
        left.not_extend_right_of(two), left.contains(3), left.contained_by(one), left.union(two),
    ):
        print("--", bind.scalar(sa.select(found)))
    document = sa.literal({"a": {"b": 1}}, postgresql.JSONB)
    for found in (
        document.has_key("a"), document.path_exists("$.a.b"), document.path_match("$.a.b == 2"),
        document.delete_path(["a", "b"]),
    ):
        print("--", bind.scalar(sa.select(found)))


def downgrade():
    pass
