import sqlalchemy as sa

from alembic import op


def upgrade():
    op.create_index("ix", "Order", ["User"], sqlite_where=sa.text("x IN ('a', 'b')"))
