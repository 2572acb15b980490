"""second uses what the first imports"""
import sqlalchemy as sa
import shelving
from alembic import op
revision = "b001"
down_revision = "a001"
def upgrade():
    op.add_column("t", sa.Column("e", sa.dialects.postgresql.UUID()))
    op.execute("SELECT '%s'" % shelving.inner.deep.NAME)
