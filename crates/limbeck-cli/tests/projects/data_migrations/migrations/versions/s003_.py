"""merge two tables: insert from select"""
import sqlalchemy as sa
from alembic import op

revision = "s003"
down_revision = "s002"


def _tables():
    names = ("id", "customer_id", "total", "placed")
    archived = sa.table("archived_orders", *map(sa.column, names))
    more = ("total_cents", "is_archived")
    return archived, sa.table("orders", *map(sa.column, names + more))


def upgrade():
    op.add_column(
        "orders", sa.Column("is_archived", sa.Boolean, server_default=sa.false(), nullable=False)
    )
    archived, orders = _tables()
    source = sa.select(
        archived.c.id, archived.c.customer_id, archived.c.total, archived.c.placed,
        sa.cast(archived.c.total * 100, sa.Integer), sa.true(),
    ).where(~sa.exists().where(orders.c.id == archived.c.id))
    names = ["id", "customer_id", "total", "placed", "total_cents", "is_archived"]
    op.execute(sa.insert(orders).from_select(names, source))
    op.drop_table("archived_orders")


def downgrade():
    op.create_table(
        "archived_orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("customer_id", sa.Integer),
        sa.Column("total", sa.Numeric(10, 2), nullable=False),
        sa.Column("placed", sa.DateTime, nullable=False),
    )
    archived, orders = _tables()
    columns = [orders.c[column.name] for column in archived.c]
    chosen = sa.select(*columns).where(orders.c.is_archived == sa.true())
    op.execute(archived.insert().from_select(list(archived.c.keys()), chosen))
    op.execute(orders.delete().where(orders.c.is_archived == sa.true()))
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("is_archived")
