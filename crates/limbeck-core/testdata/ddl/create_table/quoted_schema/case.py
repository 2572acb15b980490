import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("Id", sa.Integer(), primary_key=True),
        sa.Column("order", sa.Integer(), index=True),
        sa.Column("a b", sa.Integer(), unique=True, comment="c"),
        schema="My Schema",
    )
