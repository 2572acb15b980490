import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", nullable=False, type_=sa.Text(), existing_type=sa.String(3), schema="s")
