"""split a column in two"""
import sqlalchemy as sa
from alembic import op

revision = "s002"
down_revision = "s001"


def upgrade():
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("first_name", sa.String(40)))
        batch.add_column(sa.Column("last_name", sa.String(40)))
    customer = sa.table("customer", *map(sa.column, ("id", "name", "first_name", "last_name")))
    bind = op.get_bind()
    updates = []
    for id, name in bind.execute(sa.select(customer.c.id, customer.c.name)):
        first, _, last = name.partition(" ")
        updates.append({"key": id, "first": first, "last": last or None})
    bind.execute(
        customer.update()
        .where(customer.c.id == sa.bindparam("key"))
        .values(first_name=sa.bindparam("first"), last_name=sa.bindparam("last")),
        updates,
    )
    with op.batch_alter_table("customer") as batch:
        batch.drop_column("name")


def downgrade():
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("name", sa.String(80), server_default="", nullable=False))
    customer = sa.table("customer", *(sa.column(name, sa.String) for name in ("name", "first_name", "last_name")))
    op.execute(customer.update().values(name=customer.c.first_name + " " + customer.c.last_name))
    with op.batch_alter_table("customer") as batch:
        batch.drop_column("first_name")
        batch.drop_column("last_name")
        batch.alter_column("name", server_default=None, existing_type=sa.String(80))
