import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", nullable=False, existing_type=sa.DateTime(), existing_server_default=sa.text("now()"))
