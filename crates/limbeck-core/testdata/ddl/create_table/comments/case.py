import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer(), comment="the 'key'"),
        sa.Column("e", sa.Integer(), comment=""),
        comment="a table",
    )
