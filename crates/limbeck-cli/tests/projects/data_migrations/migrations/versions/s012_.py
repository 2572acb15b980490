"""upsert, rows returned, windows"""
from sqlalchemy.dialects import mysql, postgresql, sqlite
import sqlalchemy as sa
from alembic import op

revision = "s012"
down_revision = "s011"


def upgrade():
    best = op.create_table(
        "best_order",
        sa.Column("customer_id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Integer, nullable=False),
        sa.Column("seen", sa.Integer, server_default="1", nullable=False),
    )
    bind = op.get_bind()
    orders = sa.table("orders", sa.column("id", sa.Integer), sa.column("customer_id", sa.Integer), sa.column("total", sa.Numeric(10, 2)))
    place = sa.func.row_number().over(partition_by=orders.c.customer_id, order_by=[orders.c.total.desc(), orders.c.id])
    ranked = sa.select(orders.c.id, orders.c.customer_id, place.label("place")).cte("ranked")
    chosen = sa.select(ranked.c.customer_id, ranked.c.id).where(ranked.c.place == 1)
    bind.execute(best.insert().from_select(["customer_id", "order_id"], chosen))
    insert = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}.get(bind.dialect.name, mysql.insert)
    again = insert(best).values([{"customer_id": 1, "order_id": 0}, {"customer_id": 99, "order_id": 7}])
    if insert is mysql.insert:
        again = again.on_duplicate_key_update(seen=best.c.seen + again.inserted.seen)
    else:
        again = again.on_conflict_do_update(index_elements=[best.c.customer_id], set_={"seen": best.c.seen + again.excluded.seen})
    changed = bind.execute(again.returning(best.c.customer_id, best.c.seen)).all()
    assert sorted(map(tuple, changed)) == [(1, 2), (99, 1)], changed
    with bind.begin_nested() as savepoint:
        bind.execute(best.delete())
        savepoint.rollback()


def downgrade():
    op.drop_table("best_order")
