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
    try:
        with bind.begin_nested():
            bind.execute(pairs.insert().values(id=5, held={"a": 1}))
    except Exception as error:
        print("--", type(error).__name__)


def downgrade():
    pass
