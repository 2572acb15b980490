import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", server_default=None, existing_server_default=sa.Computed("a"), existing_type=sa.Integer())
