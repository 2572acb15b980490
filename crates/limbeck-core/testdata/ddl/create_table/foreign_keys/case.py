import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer(), sa.ForeignKey("p.id")),
        sa.Column("b", sa.Integer(), sa.ForeignKey("q.id", name="fk_b", ondelete="CASCADE", onupdate="SET NULL")),
        sa.Column("c", sa.Integer()),
        sa.Column("d", sa.Integer()),
        sa.ForeignKeyConstraint(["c", "d"], ["r.x", "r.y"], name="fk_cd"),
        sa.ForeignKeyConstraint(["c"], ["t.a"]),
    )
