"""A table with much to keep."""
import sqlalchemy as sa
from alembic import op

revision = "d1a0"
down_revision = None


def upgrade():
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("active", sa.Integer, server_default="1"),
        sa.Column("flag", sa.Boolean),
        sa.UniqueConstraint("name", name="uq_name"),
    )
    op.create_index("ix_active", "account", ["active"])
    op.execute("INSERT INTO account VALUES (1, 'ann', 1, 1)")


def downgrade():
    op.drop_table("account")
