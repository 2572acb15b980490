import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "t", [sa.column("a", sa.Integer()) + 1, sa.column("b", sa.Integer()).desc()])
