import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer(), unique=True),
        sa.Column("b", sa.Integer(), index=True),
        sa.Column("c", sa.Integer(), unique=True, index=True),
    )
