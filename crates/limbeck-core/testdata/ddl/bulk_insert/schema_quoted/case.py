import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.table("Order", sa.column("User", sa.Integer()), schema="s")
    op.bulk_insert(t, [{"User": 1}])
