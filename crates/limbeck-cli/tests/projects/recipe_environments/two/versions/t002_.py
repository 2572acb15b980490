"""makes c"""
import sqlalchemy as sa
from alembic import context, op

revision = 't002'
down_revision = 't001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("c", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("c")
