"""rate books

Revision ID: 9c0b52e4d6f8
Revises: 5d1f0a7c3b21
Create Date: 2026-02-03 14:05:00
"""
from alembic import op
import sqlalchemy as sa

revision = "9c0b52e4d6f8"
down_revision = "5d1f0a7c3b21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("book") as batch_op:
        batch_op.add_column(sa.Column("rating", sa.Integer(), nullable=True))
        batch_op.create_check_constraint("rating_in_range", "rating BETWEEN 1 AND 5")


def downgrade() -> None:
    with op.batch_alter_table("book") as batch_op:
        batch_op.drop_constraint("rating_in_range", type_="check")
        batch_op.drop_column("rating")
