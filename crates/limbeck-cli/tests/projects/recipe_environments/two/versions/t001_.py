"""makes b"""
import sqlalchemy as sa
from alembic import context, op

revision = 't001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("b", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("b")
