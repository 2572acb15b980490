"""lost"""
from alembic import op
import sqlalchemy as sa

revision = 'b2f0c3d2e4b5'
down_revision = 'ffffffffffff'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
