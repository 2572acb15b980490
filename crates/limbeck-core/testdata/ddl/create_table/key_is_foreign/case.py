import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer(), sa.ForeignKey("p.id"), primary_key=True),
    )
