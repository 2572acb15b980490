"""keyset loop into a summary"""
import collections

import sqlalchemy as sa
from alembic import op

revision = "s009"
down_revision = "s008"


def upgrade():
    summary = op.create_table(
        "order_day",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("orders", sa.Integer, nullable=False),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
    )
    bind = op.get_bind()
    orders = sa.table("orders", sa.column("id", sa.Integer), sa.column("placed", sa.DateTime), sa.column("total", sa.Numeric(10, 2)))
    last, days = 0, collections.OrderedDict()
    while rows := bind.execute(sa.select(orders).where(orders.c.id > last).order_by(orders.c.id).limit(16)).all():
        for row in rows:
            count, total = days.get(row.placed.date(), (0, 0))
            days[row.placed.date()] = count + 1, total + row.total
        last = rows[-1].id
    op.bulk_insert(summary, [{"day": day, "orders": count, "total": total} for day, (count, total) in days.items()])


def downgrade():
    op.drop_table("order_day")
