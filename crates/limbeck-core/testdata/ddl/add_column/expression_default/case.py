import sqlalchemy as sa

from alembic import op


def upgrade():
    op.add_column("t", sa.Column("c", sa.DateTime(), server_default=sa.func.now(), nullable=False))
