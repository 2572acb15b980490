"""the view and the function in another form"""
import sqlalchemy as sa
from alembic import context, op
from replaceable import Replaceable

revision = 'r003'
down_revision = 'r002'
branch_labels = None
depends_on = None


customer_view = Replaceable("customer_view", "SELECT id, name, order_count FROM customer WHERE order_count > 0")
add_customer_sp = Replaceable(
    "add_customer(name varchar, order_count integer)",
    """
    RETURNS integer AS $$
    BEGIN
        INSERT INTO customer (name, order_count) VALUES ('100%% ' || name, order_count + 1);
        RETURN order_count + 1;
    END;
    $$ LANGUAGE plpgsql;
    """,
)


def upgrade():
    op.replace_view(customer_view, replaces="r002.customer_view")
    op.replace_sp(add_customer_sp, replaces="r002.add_customer_sp")


def downgrade():
    op.replace_view(customer_view, replace_with="r002.customer_view")
    op.replace_sp(add_customer_sp, replace_with="r002.add_customer_sp")
