import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", server_default=sa.text("true"))
