import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.table("t", sa.column("a", sa.String()))
    op.bulk_insert(t, [{"a": "a\\b%c"}])
