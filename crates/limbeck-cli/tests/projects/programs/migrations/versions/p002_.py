"""stops"""
import sqlalchemy as sa
from alembic import op

revision = "p002"
down_revision = "p001"


def upgrade(note=None):
    op.create_table("stop", sa.Column("id", sa.Integer, primary_key=True))


def downgrade(note=None):
    op.drop_table("stop")
