import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer(), index=True),
        sa.Column("b", sa.Integer()),
        sa.Index("ix_of_both", "a", "b", unique=True),
        sa.Column("c", sa.Integer(), unique=False, index=True),
    )
