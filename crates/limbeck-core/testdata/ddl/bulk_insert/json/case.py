import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.table("t", sa.column("a", sa.JSON()))
    op.bulk_insert(t, [{"a": {"x": 1}}])
