"""makes account"""
import sqlalchemy as sa
from alembic import context, op

revision = 'd001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("account")
