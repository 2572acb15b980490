"""the same again"""
from alembic import op
import sqlalchemy as sa

revision = 'a1f0c3d2e4b5'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
