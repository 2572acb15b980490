"""Reads rows, which needs a database."""
import sqlalchemy as sa
from alembic import op

revision = "0b02"
down_revision = "0a01"


def upgrade():
    op.get_bind().execute(sa.text("SELECT id FROM task")).fetchall()
