import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("xmin", sa.Integer(), system=True),
        sa.Column("a", sa.Integer()),
    )
