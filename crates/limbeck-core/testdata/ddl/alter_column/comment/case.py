import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", comment="what's", existing_type=sa.Integer())
