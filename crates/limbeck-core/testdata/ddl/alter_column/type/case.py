import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", type_=sa.String(50), existing_type=sa.String(20))
