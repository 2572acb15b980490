"""text becomes an enum, a value is renamed"""
import sqlalchemy as sa
from alembic import op

revision = "s006"
down_revision = "s005"

STATUS = sa.Enum("new", "active", "closed", name="customer_status")


def upgrade():
    op.execute("UPDATE customer SET status = 'closed' WHERE status = 'gone'")
    if op.get_context().dialect.name == "postgresql":
        STATUS.create(op.get_bind(), checkfirst=True)
        op.alter_column("customer", "status", server_default=None)
        op.alter_column("customer", "status", type_=STATUS, existing_nullable=False, postgresql_using="status::customer_status")
        op.alter_column("customer", "status", server_default="new")
    else:
        with op.batch_alter_table("customer") as batch:
            batch.alter_column("status", type_=STATUS, existing_type=sa.String(10), existing_server_default="new", existing_nullable=False)


def downgrade():
    kept = {"existing_type": STATUS, "existing_nullable": False}
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("customer", "status", server_default=None)
    with op.batch_alter_table("customer") as batch:
        batch.alter_column("status", type_=sa.String(10), **kept)
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("customer", "status", server_default="new")
    op.execute("UPDATE customer SET status = 'gone' WHERE status = 'closed'")
    STATUS.drop(op.get_bind(), checkfirst=True)
