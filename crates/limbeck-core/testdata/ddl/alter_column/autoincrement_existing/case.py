import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", nullable=False, existing_autoincrement=True, existing_type=sa.Integer())
