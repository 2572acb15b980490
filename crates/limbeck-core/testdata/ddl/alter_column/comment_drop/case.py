import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", comment=None, existing_type=sa.Integer(), existing_comment="x")
