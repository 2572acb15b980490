import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", server_default=sa.func.now(), existing_type=sa.DateTime())
