"""operators, precisions, and what only this script imports"""
import shelving.inner.deep  # noqa
import sqlalchemy as sa
import sqlalchemy.dialects.postgresql  # noqa
from alembic import op
from sqlalchemy.sql.operators import custom_op

revision = "a001"
down_revision = None


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Float(precision="24,8")),
        sa.Column("b", sa.Numeric("24", "8")),
        sa.Column("c", sa.Float("53")),
        sa.Column("d", sa.Float(precision=24)),
    )
    t = sa.table("t", sa.column("a"), sa.column("b"))
    three = sa.literal_column("3")
    for kw in ({}, {"precedence": 5}, {"precedence": 20}, {"is_comparison": True}):
        op.execute(sa.select(t.c.a.op("||", **kw)(t.c.b).op("||", **kw)(three)))
        op.execute(sa.select(t.c.a.op("||", **kw)(t.c.b.op("||", **kw)(three))))
    same = custom_op("||", natural_self_precedent=True, precedence=3)
    op.execute(sa.select(t.c.a.operate(same, t.c.b).operate(same, three)))
    op.execute(sa.select(t.c.a.operate(same, t.c.b.operate(same, three))))
    eager = custom_op("||", eager_grouping=True)
    op.execute(sa.select(t.c.a.operate(eager, t.c.b).operate(eager, three)))
