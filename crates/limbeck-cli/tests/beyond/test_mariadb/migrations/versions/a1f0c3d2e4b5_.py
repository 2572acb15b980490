"""create user"""
from alembic import op
import sqlalchemy as sa

revision = 'a1f0c3d2e4b5'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("user", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50), nullable=False))


def downgrade():
    op.drop_table('user')
