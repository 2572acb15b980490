"""not seen"""
from alembic import op
import sqlalchemy as sa

revision = 'cccc00000001'
down_revision = 'bbbb00000001'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
