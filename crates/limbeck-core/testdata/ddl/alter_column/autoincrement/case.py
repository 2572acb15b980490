import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", autoincrement=True, existing_type=sa.Integer(), existing_nullable=False)
