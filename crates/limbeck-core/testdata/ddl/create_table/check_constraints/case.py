import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer(), sa.CheckConstraint("b > 0")),
        sa.Column("c", sa.Integer(), sa.CheckConstraint("c > 0", name="ck_c"), nullable=False),
        sa.CheckConstraint("a > 0"),
        sa.CheckConstraint("a > b", name="ck_ab"),
        sa.CheckConstraint(sa.column("a") > 5, name="ck_expr"),
        sa.CheckConstraint(sa.column("a").in_([1, 2]), name="ck_in"),
    )
