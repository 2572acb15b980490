import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.table("t", sa.column("a"))
    op.bulk_insert(t, [{"a": 1}])
