import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer()),
        sa.UniqueConstraint("id", name="uq_" + "a" * 70),
    )
