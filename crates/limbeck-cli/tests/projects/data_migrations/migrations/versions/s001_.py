"""batched backfill, then NOT NULL"""
import sqlalchemy as sa
from alembic import op

revision = "s001"
down_revision = "s000"

SIZE = 10


def upgrade():
    op.add_column("orders", sa.Column("total_cents", sa.Integer))
    bind = op.get_bind()
    orders = sa.table(
        "orders", sa.column("id", sa.Integer), sa.column("total", sa.Numeric(10, 2)),
        sa.column("total_cents", sa.Integer),
    )
    chosen = ids = sa.select(orders.c.id).where(orders.c.total_cents.is_(None)).order_by(orders.c.id).limit(SIZE)
    if bind.dialect.name in ("mysql", "mariadb"):
        # Neither a LIMIT behind IN nor the updated table itself.
        chosen = sa.select(ids.subquery().c.id)
    batches = 0
    while True:
        done = bind.execute(
            orders.update()
            .where(orders.c.id.in_(chosen.scalar_subquery()))
            .values(total_cents=sa.cast(orders.c.total * 100, sa.Integer))
        ).rowcount
        if not done:
            break
        batches += 1
    assert batches == 6, batches
    with op.batch_alter_table("orders") as batch:
        batch.alter_column("total_cents", existing_type=sa.Integer(), nullable=False)


def downgrade():
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("total_cents")
