import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("Order", "User", nullable=False, existing_type=sa.Integer(), schema="S")
