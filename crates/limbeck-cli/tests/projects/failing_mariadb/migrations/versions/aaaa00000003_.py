"""third"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa00000003'
down_revision = 'aaaa00000002'


def upgrade():
    op.create_table("c", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.execute("no statement")
