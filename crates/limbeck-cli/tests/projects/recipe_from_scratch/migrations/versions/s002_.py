"""makes entry"""
import sqlalchemy as sa
from alembic import context, op

revision = 's002'
down_revision = 's001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("entry", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("entry")
