"""no two of one mail: references moved, doubles removed, unique"""
import sqlalchemy as sa
from alembic import op

revision = "s007"
down_revision = "s006"


def upgrade():
    bind = op.get_bind()
    customer = sa.table("customer", sa.column("id", sa.Integer), sa.column("email", sa.String))
    orders = sa.table("orders", sa.column("customer_id", sa.Integer))
    bind.execute(customer.update().values(email=sa.func.lower(sa.func.trim(customer.c.email))))
    doubles = (
        sa.select(customer.c.email, sa.func.min(customer.c.id).label("kept"))
        .group_by(customer.c.email)
        .having(sa.func.count() > 1)
        .order_by(customer.c.email)
    )
    removed = 0
    for email, kept in bind.execute(doubles).all():
        others = [id for (id,) in bind.execute(sa.select(customer.c.id).where(customer.c.email == email, customer.c.id != kept))]
        bind.execute(orders.update().where(orders.c.customer_id.in_(others)).values(customer_id=kept))
        removed += bind.execute(customer.delete().where(customer.c.id.in_(others))).rowcount
    assert removed == 5, removed
    with op.batch_alter_table("customer") as batch:
        batch.create_unique_constraint("uq_customer_email", ["email"])


def downgrade():
    with op.batch_alter_table("customer") as batch:
        batch.drop_constraint("uq_customer_email", type_="unique")
