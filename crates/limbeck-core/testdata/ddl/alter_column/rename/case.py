import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", new_column_name="Order", existing_type=sa.Integer())
