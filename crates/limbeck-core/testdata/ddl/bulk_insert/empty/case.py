import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.table("t", sa.column("a", sa.Integer()), sa.column("b", sa.String()), sa.column("c", sa.DateTime()))
    op.bulk_insert(t, [])
