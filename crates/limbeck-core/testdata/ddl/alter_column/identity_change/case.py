import sqlalchemy as sa

from alembic import op


def upgrade():
    op.alter_column("t", "c", server_default=sa.Identity(always=True, start=9, cycle=True), existing_server_default=sa.Identity(start=5), existing_type=sa.Integer())
