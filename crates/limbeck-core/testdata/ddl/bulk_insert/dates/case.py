import sqlalchemy as sa

from alembic import op


def upgrade():
    import datetime
    t = sa.table("t", sa.column("a", sa.DateTime()), sa.column("b", sa.Date()), sa.column("c", sa.Time()))
    op.bulk_insert(t, [{"a": datetime.datetime(2025, 1, 2, 3, 4, 5), "b": datetime.date(2025, 1, 2), "c": datetime.time(1, 2, 3)}])
