import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer(), index=True),
        sa.Column("b", sa.Integer()),
        sa.Index(None, "a", "b", unique=True),
        schema="s",
    )
