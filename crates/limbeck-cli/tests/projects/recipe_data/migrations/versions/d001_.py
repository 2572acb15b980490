"""customers"""
import sqlalchemy as sa
from alembic import context, op

revision = 'd001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    customer = op.create_table(
        "customer",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("addresses", sa.Text),
    )
    op.bulk_insert(
        customer,
        [
            {"name": "ada", "addresses": "a@x.org; ada@y.org"},
            {"name": "bob", "addresses": None},
            {"name": "c%d", "addresses": "c@z.org"},
        ],
    )


def downgrade():
    op.drop_table("customer")
