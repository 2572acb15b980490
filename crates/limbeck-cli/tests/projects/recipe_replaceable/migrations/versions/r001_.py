"""customers"""
import sqlalchemy as sa
from alembic import context, op

revision = 'r001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String),
        sa.Column("order_count", sa.Integer),
    )


def downgrade():
    op.drop_table("customer")
