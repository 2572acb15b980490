"""a table"""
import sqlalchemy as sa
from alembic import op

revision = "a001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "kept", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Integer, server_default=sa.text("1 + 1")), sa.Column("n", sa.Integer),
        sa.CheckConstraint("n < 10", name="small"),
    )


def downgrade():
    op.drop_table("kept")
