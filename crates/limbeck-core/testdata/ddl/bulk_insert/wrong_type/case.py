import sqlalchemy as sa

from alembic import op


def upgrade():
    t = sa.table("t", sa.column("a", sa.Integer()), sa.column("b", sa.String(5)))
    op.bulk_insert(t, [{"a": 1, "b": "x"}, {"a": 2, "b": 5}])
