"""first"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000001'
down_revision = None


def upgrade():
    op.create_table("a", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), nullable=False))
    op.bulk_insert(sa.table("a", sa.column("id"), sa.column("name")), [{"id": 1, "name": "one"}])


def downgrade():
    op.drop_table("a")
