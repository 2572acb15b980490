"""addresses of their own"""
import sqlalchemy as sa
from alembic import context, op

revision = 'd002'
down_revision = 'd001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "address",
        sa.Column("customer_id", sa.Integer, sa.ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("address", sa.String(100), primary_key=True),
    )
    bind = op.get_bind()
    metadata = sa.MetaData()
    customer = sa.Table("customer", metadata, autoload_with=bind)
    address = sa.Table("address", metadata, autoload_with=bind)
    chosen = sa.select(customer.c.id, customer.c.addresses).where(customer.c.addresses.is_not(None))
    for row in bind.execute(chosen).mappings().all():
        values = [{"customer_id": row["id"], "address": part.strip()} for part in row["addresses"].split(";")]
        bind.execute(sa.insert(address), values)
    op.add_column("customer", sa.Column("address_count", sa.Integer))
    table = sa.table("customer", sa.column("id"), sa.column("address_count"))
    counted = sa.select(sa.func.count()).select_from(address).where(address.c.customer_id == table.c.id)
    op.execute(table.update().values(address_count=counted.scalar_subquery()))
    op.alter_column("customer", "address_count", nullable=False)
    op.drop_column("customer", "addresses")


def downgrade():
    op.add_column("customer", sa.Column("addresses", sa.Text))
    op.execute(
        "UPDATE customer SET addresses = (SELECT string_agg(address, '; ' ORDER BY address) "
        "FROM address WHERE customer_id = customer.id)"
    )
    op.drop_column("customer", "address_count")
    op.drop_table("address")
