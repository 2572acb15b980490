"""Revision c1a0."""
import sqlalchemy as sa
from alembic import op

revision = "c1a0"
down_revision = None


def upgrade(engine_name):
    op.create_table(f"{engine_name}_c1a0", sa.Column("id", sa.Integer))


def downgrade(engine_name):
    op.drop_table(f"{engine_name}_c1a0")
