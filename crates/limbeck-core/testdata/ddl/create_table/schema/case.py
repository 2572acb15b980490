import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("a", sa.Integer(), sa.ForeignKey("s.p.id"), index=True),
        sa.Column("b", sa.Integer(), sa.ForeignKey("p.id")),
        schema="s",
    )
