import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_table(
        "t",
        sa.Column("c0", sa.TIMESTAMP(), nullable=False),
        sa.Column("c1", sa.TIMESTAMP(), nullable=True, server_default=sa.func.now()),
    )
