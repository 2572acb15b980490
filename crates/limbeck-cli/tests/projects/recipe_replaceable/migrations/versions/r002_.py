"""views and functions"""
import sqlalchemy as sa
from alembic import context, op
from replaceable import Replaceable

revision = 'r002'
down_revision = 'r001'
branch_labels = None
depends_on = None


customer_view = Replaceable("customer_view", "SELECT name, order_count FROM customer WHERE order_count > 0")
add_customer_sp = Replaceable(
    "add_customer(name varchar, order_count integer)",
    """
    RETURNS integer AS $$
    BEGIN
        INSERT INTO customer (name, order_count) VALUES (name, order_count);
        RETURN order_count;
    END;
    $$ LANGUAGE plpgsql;
    """,
)


def upgrade():
    op.create_view(customer_view)
    op.create_sp(add_customer_sp)


def downgrade():
    op.drop_view(customer_view)
    op.drop_sp(add_customer_sp)
